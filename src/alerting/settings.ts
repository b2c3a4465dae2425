/** The Alertmanager that receives the alerts: its Service, as "kubectl get service -A" shows it. */
export interface AlertmanagerSettings {
  /** Name of the Service. */
  readonly service: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /**
   * The Service's port for Alertmanager's API.
   * @default 9093
   */
  readonly port?: number;
}

export interface AlertingSettings {
  /**
   * The folder of the rule files, relative to the project's folder. Every .yaml and .yml in it is loaded.
   * @default "rules"
   * @see https://grafana.com/docs/loki/latest/alert/
   */
  readonly rules?: string;
}
