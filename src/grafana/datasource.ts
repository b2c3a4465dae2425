import { toYaml } from "../terraform/yaml";
import type { GrafanaModel } from "./model";

/** The label by which Grafana's sidecar finds datasources. */
export const DATASOURCE_LABELS = { grafana_datasource: "1" };

/** The file in the ConfigMap. */
export const DATASOURCE_KEY = "loki-datasource.yaml";

/** Grafana's provisioning file. @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
export function datasourceFile({ datasource, uid, url }: GrafanaModel): string {
  return toYaml({
    apiVersion: 1,
    datasources: [{ name: datasource, uid, type: "loki", access: "proxy", url, isDefault: false }],
  });
}
