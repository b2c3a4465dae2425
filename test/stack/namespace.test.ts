import { synthesized } from "../helpers/synthesized";

const LABEL = "pod-security.kubernetes.io/enforce";

describe("a namespace that the plan creates", () => {
  const plan = synthesized({ namespace: { name: "logs", create: true } });

  test("lets the agents in, which read the nodes' files", () => {
    expect(plan.resource.kubernetes_namespace_v1.namespace.metadata).toEqual({
      name: "logs",
      labels: { [LABEL]: "privileged" },
    });
  });

  test("is not looked up", () => {
    expect(plan.data).not.toHaveProperty("kubernetes_namespace_v1");
  });

  test("is refused where the Alertmanager shall be found in it before it is there", () => {
    const alertmanager = { service: "alertmanager", namespace: "logs" };
    const settings = { namespace: { name: "logs", create: true }, alertmanager };
    expect(() => synthesized(settings)).toThrow("namespace.create: got ");
    expect(() => synthesized({ ...settings, terraform: { lookUps: false } })).not.toThrow();
  });
});

describe("a namespace that exists", () => {
  const namespace = { name: "logs", create: false };
  const plan = synthesized({ namespace });
  const [exists, letsIn] = plan.data.kubernetes_namespace_v1.namespace.lifecycle.postcondition;

  test("is not created", () => {
    expect(plan.resource).not.toHaveProperty("kubernetes_namespace_v1");
    expect(plan.data.kubernetes_namespace_v1.namespace.metadata).toEqual({ name: "logs" });
  });

  test("is refused by Terraform's plan where it does not exist", () => {
    expect(exists.condition).toBe(`\${try(self.metadata[0].uid, "") != ""}`);
    expect(exists.error_message).toContain('no namespace "logs"');
  });

  test("is refused by Terraform's plan where it would let no agent in", () => {
    expect(letsIn.condition).toBe(`\${try(self.metadata[0].labels["${LABEL}"], "privileged") == "privileged"}`);
    expect(letsIn.error_message).toContain(`kubectl label namespace logs ${LABEL}=privileged`);
  });

  test("is not asked for where look-ups are off", () => {
    expect(synthesized({ namespace, terraform: { lookUps: false } })).not.toHaveProperty("data");
  });
});
