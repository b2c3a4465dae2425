import { synthesized } from "../helpers/synthesized";

const LABEL = "pod-security.kubernetes.io/enforce";

describe("a namespace that the stack creates", () => {
  const json = synthesized({ namespace: { name: "logs", create: true } });

  test("admits the agents, which read the nodes' files", () => {
    expect(json.resource.kubernetes_namespace_v1.namespace.metadata).toEqual({
      name: "logs",
      labels: { [LABEL]: "privileged" },
    });
  });

  test("is not looked up", () => {
    expect(json.data).not.toHaveProperty("kubernetes_namespace_v1");
  });

  test("is rejected if Alertmanager is looked up in it", () => {
    const alertmanager = { service: "alertmanager", namespace: "logs" };
    const settings = { namespace: { name: "logs", create: true }, alertmanager };
    expect(() => synthesized(settings)).toThrow("namespace.create: got ");
    expect(() => synthesized({ ...settings, terraform: { lookUps: false } })).not.toThrow();
  });
});

describe("an existing namespace", () => {
  const namespace = { name: "logs", create: false };
  const json = synthesized({ namespace });
  const [exists, admits] = json.data.kubernetes_namespace_v1.namespace.lifecycle.postcondition;

  test("is not created", () => {
    expect(json.resource).not.toHaveProperty("kubernetes_namespace_v1");
    expect(json.data.kubernetes_namespace_v1.namespace.metadata).toEqual({ name: "logs" });
  });

  test("fails Terraform's plan if it does not exist", () => {
    expect(exists.condition).toBe(`\${try(self.metadata[0].uid, "") != ""}`);
    expect(exists.error_message).toContain('no namespace "logs"');
  });

  test("fails Terraform's plan if it rejects the agents", () => {
    expect(admits.condition).toBe(`\${try(self.metadata[0].labels["${LABEL}"], "privileged") == "privileged"}`);
    expect(admits.error_message).toContain(`kubectl label namespace logs ${LABEL}=privileged`);
  });

  test("is not looked up if look-ups are off", () => {
    expect(synthesized({ namespace, terraform: { lookUps: false } })).not.toHaveProperty("data");
  });
});
