import { parse } from "yaml";
import { configMapFile } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";

function datasource(settings: Parameters<typeof synthesized>[0] = {}) {
  const json = synthesized(settings);
  const file = parse(configMapFile(json, "grafana-loki-datasource", "loki-datasource.yaml"));
  return { file, metadata: json.resource.kubernetes_config_map_v1["grafana-loki-datasource"].metadata };
}

describe("the datasource", () => {
  test("is provisioned as Loki, with a uid that dashboards can refer to", () => {
    expect(datasource().file).toEqual({
      apiVersion: 1,
      deleteDatasources: expect.anything(),
      datasources: [
        {
          name: "Loki",
          uid: "loki",
          type: "loki",
          access: "proxy",
          url: "http://loki.monitoring.svc.cluster.local:3100",
          isDefault: false,
        },
      ],
    });
  });

  test("replaces a datasource with the same name and another uid, which would make Grafana exit", () => {
    expect(datasource().file.deleteDatasources).toEqual([{ name: "Loki", orgId: 1 }]);
  });

  test("has the label by which Grafana's sidecar finds it", () => {
    expect(datasource().metadata.labels).toEqual({ grafana_datasource: "1" });
  });

  test("has the address of Loki for any settings", () => {
    const { file, metadata } = datasource({
      namespace: { name: "logs", create: false },
      cluster: { domain: "example.internal" },
    });
    expect(file.datasources[0].url).toBe("http://loki.logs.svc.example.internal:3100");
    expect(metadata.namespace).toBe("logs");
  });

  test("is in the namespace of Grafana's sidecar, not of Loki", () => {
    const { file, metadata } = datasource({ grafana: { namespace: "grafana" } });
    expect(metadata.namespace).toBe("grafana");
    expect(file.datasources[0].url).toBe("http://loki.monitoring.svc.cluster.local:3100");
  });
});

const grafana = { namespace: "observability" };

describe("Grafana's own namespace", () => {
  const json = synthesized({ grafana });
  const lookUp = json.data.kubernetes_namespace_v1["grafana-namespace"];

  test("is looked up before the datasource is created in it", () => {
    expect(lookUp.metadata).toEqual({ name: "observability" });
    const { depends_on } = json.resource.kubernetes_config_map_v1["grafana-loki-datasource"];
    expect(depends_on).toContain("data.kubernetes_namespace_v1.grafana-namespace");
  });

  test("fails Terraform's plan if it does not exist", () => {
    const [exists] = lookUp.lifecycle.postcondition;
    expect(exists.condition).toBe(`\${try(self.metadata[0].uid, "") != ""}`);
    expect(exists.error_message).toContain('no namespace "observability"');
  });

  test("is not looked up if look-ups are off", () => {
    expect(synthesized({ grafana, terraform: { lookUps: false } })).not.toHaveProperty("data");
  });
});

test("is not looked up a second time if it is the stack's own", () => {
  const { kubernetes_namespace_v1 } = synthesized({ grafana: { namespace: "monitoring" } }).data;
  expect(Object.keys(kubernetes_namespace_v1)).toEqual(["namespace"]);
});
