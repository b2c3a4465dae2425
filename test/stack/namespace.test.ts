import type { Settings } from "../../src/settings/settings";
import { exampleModel } from "../helpers/example";
import { settingsError } from "../helpers/settings-error";
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
    expect(json.resource.kubernetes_namespace_v1).not.toHaveProperty("namespace");
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

describe("the namespace of the drill", () => {
  const address = "drill-namespace";

  test("stands beside that of the stack, and admits only pods without rights", () => {
    const json = synthesized({ namespace: { name: "logs" } });
    expect(json.resource.kubernetes_namespace_v1[address].metadata).toEqual({
      name: "logs-drill",
      labels: {
        [LABEL]: "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
      },
    });
  });

  test("is looked up if it exists, and fails Terraform's plan if it does not", () => {
    const json = synthesized({ drill: { namespace: "probes", create: false } });
    expect(json.resource).not.toHaveProperty("kubernetes_namespace_v1");
    const [exists] = json.data.kubernetes_namespace_v1[address].lifecycle.postcondition;
    expect(exists.condition).toBe(`\${try(self.metadata[0].uid, "") != ""}`);
    expect(exists.error_message).toContain('drill.namespace: no namespace "probes"');
  });

  test("is neither created nor looked up without look-ups", () => {
    const json = synthesized({ drill: { create: false }, terraform: { lookUps: false } });
    expect(json).not.toHaveProperty("data");
    expect(json.resource).not.toHaveProperty("kubernetes_namespace_v1");
  });

  test("needs a name of its own if the stack's is too long for the suffix", () => {
    const name = "n".repeat(58);
    const refused = settingsError(() => exampleModel({ namespace: { name, create: false } }));
    expect(refused).toMatchObject({
      setting: "drill.namespace",
      got: expect.stringContaining("a name of 64 characters"),
    });
    const remedy = { drill: { namespace: "log-drill" } };
    expect(refused.remedy).toContain('write drill: { namespace: "log-drill" }');
    expect(exampleModel({ namespace: { name, create: false }, ...remedy }).drill.namespace).toBe("log-drill");
    expect(exampleModel({ namespace: { name: "n".repeat(57), create: false } }).drill.namespace).toHaveLength(63);
  });

  test.each<[string, Partial<Settings>]>([
    ["namespace", {}],
    ["grafana", { grafana: { namespace: "shared" } }],
    ["alertmanager", { alertmanager: { service: "alertmanager", namespace: "shared" } }],
  ])("is not that of the setting %s, where others run pods", (setting, settings) => {
    const shared = setting === "namespace" ? "monitoring" : "shared";
    const refused = settingsError(() => exampleModel({ ...settings, drill: { namespace: shared } }));
    expect(refused).toMatchObject({ setting: "drill.namespace", got: expect.stringMatching(`setting ${setting}$`) });
    expect(refused.remedy).toBe('write drill: { namespace: "log-drill" }');
    expect(exampleModel({ ...settings, drill: { namespace: "log-drill" } }).drill.create).toBe(true);
  });

  test("gets another name if Grafana's namespace has the default one, or the proposed one", () => {
    const refusal = (settings: Partial<Settings>) => settingsError(() => exampleModel(settings)).remedy;
    const grafana = (namespace: string) => ({ grafana: { namespace } });
    expect(refusal(grafana("monitoring-drill"))).toBe('write drill: { namespace: "log-drill" }');
    expect(refusal({ ...grafana("log-drill"), drill: { namespace: "log-drill" } })).toBe(
      'write drill: { namespace: "verify-drill" }',
    );
  });
});
