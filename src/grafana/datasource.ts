import { toYaml } from "../terraform/yaml";
import type { GrafanaModel } from "./model";

/** Grafana's sidecar finds datasources by this label. */
export const DATASOURCE_LABEL = "grafana_datasource";
export const DATASOURCE_LABELS = { [DATASOURCE_LABEL]: "1" };

/** The file's name in the ConfigMap. */
export const DATASOURCE_KEY = "loki-datasource.yaml";

export const DATASOURCE_TYPE = "loki";

/** Grafana's first organization, its default for a datasource that names none. */
export const DATASOURCE_ORG = 1;

/**
 * Grafana's provisioning file. It deletes a datasource of the same name first: Grafana exits if one exists with another
 * uid (docs/decisions/0015).
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export function datasourceFile({ datasource: name, uid, url }: GrafanaModel): string {
  return toYaml({
    apiVersion: 1,
    deleteDatasources: [{ name, orgId: DATASOURCE_ORG }],
    datasources: [{ name, uid, type: DATASOURCE_TYPE, access: "proxy", url, isDefault: false }],
  });
}
