import { growth, type Metrics } from "../../diagnostics/metrics";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import type { Duration } from "../../units";
import { notifierOf, notifierSince } from "../loki/notifier";
import { LOKI_FAILS, NOT_TOLD, RECEIVER_FAILED, RECEIVER_FAILS } from "./causes";

/** Readings of two moments. */
export interface NotificationsSeen {
  readonly loki: { readonly before: Metrics; readonly now: Metrics };
  readonly alertmanager: AlertmanagerSeen;
  /** The time between the two. */
  readonly between: Duration;
}

export interface AlertmanagerSeen {
  /** Null where another replica was asked then, or it has begun anew. */
  readonly before: Metrics | null;
  readonly now: Metrics;
}

const FAILED = "alertmanager_notifications_failed_total";
const ATTEMPTED = "alertmanager_notifications_total";

/** A receiver that is overwhelmed for a moment fails a few times; one with a wrong token, nearly every time. */
const FEW = 0.1;

export function judgeNotifications({ loki, alertmanager, between }: NotificationsSeen): Outcome {
  const expected = "every alert is told";
  const notifier = notifierOf(loki.now);
  if (notifier.addresses.length === 0) {
    return broken({ found: "the ruler has no Alertmanager", expected, causes: [NOT_TOLD] });
  }
  const { lost } = notifierSince(loki.before, loki.now);
  if (lost > 0) return broken({ found: `Loki lost ${lost} alerts in this run`, expected, causes: [LOKI_FAILS] });
  const failing = failuresIn(alertmanager);
  if (failing.size > 0) {
    return broken({ found: `failed in this run: ${told(failing)}`, expected, causes: [RECEIVER_FAILS] });
  }
  const often = oftenFailed(alertmanager.now);
  if (often.length > 0) {
    const found = `since Alertmanager's start failed: ${often.join(", ")}`;
    return doubtful({ found, expected, causes: [RECEIVER_FAILED] });
  }
  return holds(figureOf(alertmanager, between), ...notes(notifier.lost, alertmanager));
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

/** Most runs see no attempt: what failed before them is all that there is to judge by. */
function oftenFailed(metrics: Metrics): readonly string[] {
  return [...metrics.by("integration", FAILED)].flatMap(([integration, failed]) => {
    const attempted = metrics.sum(ATTEMPTED, { integration });
    return failed > FEW * attempted ? [`${failed} of ${attempted} by ${integration}`] : [];
  });
}

/** What is silent, as the drill's alert is, isn't attempted. */
function figureOf({ before, now }: AlertmanagerSeen, between: Duration): string {
  if (before === null) return `${now.sum(ATTEMPTED)} attempted since Alertmanager's start`;
  const attempted = now.sum(ATTEMPTED) - before.sum(ATTEMPTED);
  return attempted === 0 ? `none attempted in ${between}` : `none of ${attempted} failed`;
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
