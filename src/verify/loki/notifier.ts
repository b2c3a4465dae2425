import { grown, type Metrics } from "../../diagnostics/metrics";

/** What the ruler's notifier tells of itself: how its alerts go to Alertmanager. */
export interface Notifier {
  /** Where it sends to; none where it has no Alertmanager. */
  readonly addresses: readonly string[];
  /** Alerts that it couldn't send, and doesn't try again. */
  readonly lost: number;
}

/** What it has told and lost between two readings. */
export function notifierSince(before: Metrics, now: Metrics): Notifier {
  const { addresses, lost } = notifierOf(now);
  return { addresses, lost: grown(notifierOf(before).lost, lost) };
}

const PREFIX = "loki_prometheus_notifications";

export function notifierOf(metrics: Metrics): Notifier {
  const addresses = metrics.all(`${PREFIX}_sent_total`).flatMap(({ labels }) => labels["alertmanager"] ?? []);
  return {
    addresses: [...new Set(addresses)],
    // An alert that fails counts as an error and as dropped, one for which the queue is full as dropped alone.
    lost: Math.max(metrics.sum(`${PREFIX}_errors_total`), metrics.sum(`${PREFIX}_dropped_total`)),
  };
}
