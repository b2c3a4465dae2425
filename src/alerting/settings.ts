/** The Service of the Alertmanager that receives the alerts. "kubectl get service -A" shows it. */
export interface AlertmanagerSettings {
  /** Name of the Service. */
  readonly service: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /**
   * Port of the Service for Alertmanager's API.
   * @default 9093
   */
  readonly port?: number;
}

/** The alert rules. */
export interface AlertingSettings {
  /**
   * Directory of the rule files, relative to the project. Loki loads every .yaml and .yml file in it.
   * @default "rules"
   * @see https://grafana.com/docs/loki/latest/alert/
   */
  readonly rules?: string;
}
