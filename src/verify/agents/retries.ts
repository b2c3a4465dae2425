import type { Metrics } from "../../diagnostics/metrics";

/** How often an agent has sent a batch again since it started. */
export function retries(metrics: Metrics): number {
  return metrics.sum("loki_write_batch_retries_total");
}
