import type { SettingsReader } from "../settings/settings-reader";
import { objectName } from "../settings/validators";

/** The Grafana that gets the datasource. */
export interface GrafanaSettings {
  /**
   * Namespace in which Grafana's sidecar looks for datasources: Grafana's own, unless the sidecar is configured for
   * others.
   * @default - the namespace of the stack
   */
  readonly namespace?: string;
}

export interface GrafanaModel {
  readonly configMap: string;
  readonly namespace: string;
  /** The datasource's display name. */
  readonly datasource: string;
  /** Dashboards refer to it. Without one, Grafana generates it from the name, and renaming breaks every dashboard. */
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
