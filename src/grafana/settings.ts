export interface GrafanaSettings {
  /**
   * The namespace whose ConfigMaps Grafana's sidecar reads: Grafana's own, unless the sidecar searches others.
   * @default - the namespace of this plan
   */
  readonly namespace?: string;
}
