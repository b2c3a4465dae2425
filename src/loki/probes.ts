import { Duration } from "../units";
import type { LokiModel } from "./model";

/**
 * Fails while a module of Loki starts, and after one has ended. That includes an ingester that was shut down, which any
 * client can request. The path of the chart's liveness probe answers 200 then.
 * @see docs/decisions/0027-liveness-sees-what-stopped.md
 */
const READY = { path: "/ready", port: "http-metrics" };

/** A busy Loki may answer late. */
const TIMEOUT = Duration.seconds(10);

const START_PERIOD = Duration.seconds(5);
const LIVENESS_PERIOD = Duration.seconds(10);

/** How long Loki may fail before the kubelet restarts its container. */
const PATIENCE = Duration.minutes(1);

/** The probes that replace the chart's. The kubelet tests liveness only after the startup probe has succeeded. */
export function lokiProbes({ startTimeout }: LokiModel) {
  return { startupProbe: probe(START_PERIOD, startTimeout), livenessProbe: probe(LIVENESS_PERIOD, PATIENCE) };
}

function probe(period: Duration, patience: Duration) {
  return {
    httpGet: READY,
    periodSeconds: period.toSeconds(),
    timeoutSeconds: TIMEOUT.toSeconds(),
    failureThreshold: Math.ceil(patience.dividedBy(period)),
  };
}
