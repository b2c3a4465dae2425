import type { Metrics } from "../../diagnostics/metrics";

/** The lines that Loki has refused since it started, by the reason. */
export function discarded(metrics: Metrics): ReadonlyMap<string, number> {
  return metrics.by("reason", "loki_discarded_samples_total");
}
