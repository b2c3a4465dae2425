import { parse } from "yaml";
import { configMapFile } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";

function datasource(settings: Parameters<typeof synthesized>[0] = {}) {
  const plan = synthesized(settings);
  const file = parse(configMapFile(plan, "grafana-loki-datasource", "loki-datasource.yaml"));
  return { file, metadata: plan.resource.kubernetes_config_map_v1["grafana-loki-datasource"].metadata };
}

describe("the datasource", () => {
  test("is provisioned as Loki, under a uid that dashboards can point at", () => {
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

  test("takes its name over from a datasource that has it with another uid, at which Grafana would end", () => {
    expect(datasource().file.deleteDatasources).toEqual([{ name: "Loki", orgId: 1 }]);
  });

  test("is found by Grafana's sidecar, by its label", () => {
    expect(datasource().metadata.labels).toEqual({ grafana_datasource: "1" });
  });

  test("leads to Loki wherever the settings put it", () => {
    const { file, metadata } = datasource({
      namespace: { name: "logs", create: false },
      cluster: { domain: "example.internal" },
    });
    expect(file.datasources[0].url).toBe("http://loki.logs.svc.example.internal:3100");
    expect(metadata.namespace).toBe("logs");
  });

  test("lies where Grafana's sidecar looks, not where Loki is", () => {
    const { file, metadata } = datasource({ grafana: { namespace: "grafana" } });
    expect(metadata.namespace).toBe("grafana");
    expect(file.datasources[0].url).toBe("http://loki.monitoring.svc.cluster.local:3100");
  });
});
