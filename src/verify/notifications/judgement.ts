import type { Cause, Names } from "../../live/cause";
import { growth, type Metrics } from "../../live/metrics";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import { notifierOf, notifierSince } from "../loki/notifier";

export const LOKI_FAILS: Cause = {
  cause: "Loki's ruler doesn't get alerts through to Alertmanager.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'Error sending alert'",
};

export const NOT_TOLD: Cause = {
  cause: "The ruler has no Alertmanager: its configuration names none.",
  next: "npm run verify -- --only configuration",
};

export const RECEIVER_FAILS: Cause = {
  cause:
    "Alertmanager has the alerts and can't tell anybody: the receiver's address, credentials or template are wrong, or it refuses.",
  next: "kubectl --namespace <alertmanager-namespace> logs service/<alertmanager> --since=10m | grep 'Notify for alerts failed'",
};

/** Readings of two moments. */
export interface NotificationsSeen {
  readonly loki: { readonly before: Metrics; readonly now: Metrics };
  readonly alertmanager: AlertmanagerSeen;
  readonly names: Names;
}

export interface AlertmanagerSeen {
  /** Null where another replica was asked then, or it has begun anew. */
  readonly before: Metrics | null;
  readonly now: Metrics;
}

const FAILED = "alertmanager_notifications_failed_total";
const ATTEMPTED = "alertmanager_notifications_total";

export function judgeNotifications({ loki, alertmanager, names }: NotificationsSeen): Outcome {
  const wanted = "every alert is told";
  const notifier = notifierOf(loki.now);
  if (notifier.addresses.length === 0) {
    return broken({ found: "the ruler has no Alertmanager", wanted, causes: [NOT_TOLD], names });
  }
  const { lost } = notifierSince(loki.before, loki.now);
  if (lost > 0) return broken({ found: `Loki lost ${lost} alerts in this run`, wanted, causes: [LOKI_FAILS], names });
  const failing = failuresIn(alertmanager);
  if (failing.size > 0) {
    return broken({ found: `failed in this run: ${told(failing)}`, wanted, causes: [RECEIVER_FAILS], names });
  }
  const useless = alwaysFailing(alertmanager.now);
  if (useless.length > 0) {
    const found = `not one notification by ${useless.join(", ")} has succeeded`;
    return doubtful({ found, wanted, causes: [RECEIVER_FAILS], names });
  }
  return holds("none failed", ...notes(notifier.lost, alertmanager));
}

/** Without an earlier reading all that is known is older than this run. */
function failuresIn({ before, now }: AlertmanagerSeen): ReadonlyMap<string, number> {
  return before === null ? new Map() : growth(failures(before), failures(now));
}

/** Failures by integration and reason. */
function failures(metrics: Metrics): ReadonlyMap<string, number> {
  const keyed = metrics.all(FAILED).map(({ labels, value }) => [keyOf(labels), value] as const);
  const sums = new Map<string, number>();
  for (const [key, value] of keyed) sums.set(key, (sums.get(key) ?? 0) + value);
  return new Map([...sums].filter(([, count]) => count > 0));
}

function keyOf({ integration = "", reason = "" }: Readonly<Record<string, string>>): string {
  return `${integration}: ${reason}`;
}

/** A total doesn't tell when: what has also succeeded may be mended since. */
function alwaysFailing(metrics: Metrics): readonly string[] {
  const failed = metrics.by("integration", FAILED);
  return [...failed]
    .filter(([integration, count]) => count >= metrics.sum(ATTEMPTED, { integration }))
    .map(([integration]) => integration);
}

function notes(lostByLoki: number, { before, now }: AlertmanagerSeen): readonly string[] {
  const failed = failures(now);
  return [
    ...(before === null ? ["no replica of Alertmanager answered twice: whether it fails in this run isn't known"] : []),
    ...(lostByLoki > 0 ? [`earlier, since its start, Loki lost ${lostByLoki} alerts`] : []),
    ...(failed.size > 0 ? [`earlier, since Alertmanager's start, failed: ${told(failed)}`] : []),
  ];
}

function told(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([key, count]) => `${count} (${key})`).join(", ");
}
