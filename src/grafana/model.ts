import type { SettingsReader } from "../settings/settings-reader";
import { objectName } from "../settings/validators";

export interface GrafanaSettings {
  /**
   * The namespace whose ConfigMaps Grafana's sidecar reads: Grafana's own, unless the sidecar searches others.
   * @default - the namespace of this plan
   */
  readonly namespace?: string;
}

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
