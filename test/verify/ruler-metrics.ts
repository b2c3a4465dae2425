import { Metrics } from "../../src/diagnostics/metrics";

export const PREFIX = "loki_prometheus_notifications";

/** The metrics of a ruler that has an Alertmanager and has lost this number of alerts. */
export function rulerMetrics(lost: number): Metrics {
  return new Metrics(
    `${PREFIX}_sent_total{alertmanager="http://x"} 9\n${PREFIX}_dropped_total{alertmanager="http://x"} ${lost}`,
  );
}
