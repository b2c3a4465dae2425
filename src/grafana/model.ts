import type { SettingsReader } from "../settings/settings-reader";
import { objectName } from "../settings/validators";
import type { GrafanaSettings } from "./settings";

export interface GrafanaModel {
  readonly configMap: string;
  readonly namespace: string;
  /** The datasource's name as people see it. */
  readonly datasource: string;
  /** What dashboards point at: without it Grafana invents a hash, and every dashboard breaks with the name. */
  readonly uid: string;
  readonly url: string;
}

export function resolveGrafana(
  reader: SettingsReader<GrafanaSettings>,
  namespace: string,
  lokiUrl: string,
): GrafanaModel {
  return {
    configMap: "grafana-loki-datasource",
    namespace: reader.text("namespace", objectName, namespace),
    datasource: "Loki",
    uid: "loki",
    url: lokiUrl,
  };
}
