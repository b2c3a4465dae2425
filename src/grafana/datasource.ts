import { toYaml } from "../terraform/yaml";
import type { GrafanaModel } from "./model";

/** Grafana's sidecar finds datasources by this label. */
export const DATASOURCE_LABEL = "grafana_datasource";
export const DATASOURCE_LABELS = { [DATASOURCE_LABEL]: "1" };

/** The file's name in the ConfigMap. */
export const DATASOURCE_KEY = "loki-datasource.yaml";

export const DATASOURCE_TYPE = "loki";

/** Grafana's default organization, which a datasource without an orgId belongs to. */
export const DATASOURCE_ORG = 1;

/**
 * Grafana's provisioning file. It first deletes any datasource with the same name: Grafana exits if one exists with
 * another uid (docs/decisions/0015).
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export function datasourceFile({ datasource: name, uid, url }: GrafanaModel): string {
  return toYaml({
    apiVersion: 1,
    deleteDatasources: [{ name, orgId: DATASOURCE_ORG }],
    datasources: [{ name, uid, type: DATASOURCE_TYPE, access: "proxy", url, isDefault: false }],
  });
}
