import { synthesized } from "../helpers/synthesized";

const grafana = { namespace: "observability" };

describe("a namespace of Grafana's own", () => {
  const plan = synthesized({ grafana });
  const lookUp = plan.data.kubernetes_namespace_v1["grafana-namespace"];

  test("is looked up before the datasource is written into it", () => {
    expect(lookUp.metadata).toEqual({ name: "observability" });
    const { depends_on } = plan.resource.kubernetes_config_map_v1["grafana-loki-datasource"];
    expect(depends_on).toContain("data.kubernetes_namespace_v1.grafana-namespace");
  });

  test("is refused by Terraform's plan where it does not exist", () => {
    const [exists] = lookUp.lifecycle.postcondition;
    expect(exists.condition).toBe(`\${try(self.metadata[0].uid, "") != ""}`);
    expect(exists.error_message).toContain('there is no namespace "observability"');
  });

  test("is not asked for where look-ups are off", () => {
    expect(synthesized({ grafana, terraform: { lookUps: false } })).not.toHaveProperty("data");
  });
});

test("the plan's own namespace is not looked up for Grafana once more", () => {
  const { kubernetes_namespace_v1 } = synthesized({ grafana: { namespace: "monitoring" } }).data;
  expect(Object.keys(kubernetes_namespace_v1)).toEqual(["namespace"]);
});
