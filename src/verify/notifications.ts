import { setTimeout as sleep } from "node:timers/promises";
import type { AlertmanagerModel } from "../alerting/model";
import { type Cause, cause, distinctCauses } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { grown, type Metrics } from "../diagnostics/metrics";
import { fail, type Outcome, pass, skipped, warn } from "../diagnostics/outcome";
import { Duration } from "../units";
import { alertmanagerMetrics, alertmanagerPermissions } from "./alertmanager-client";
import type { Names, VerifyContext } from "./context";
import { lokiMetrics, lokiPermission, notifierOf, notifierSince } from "./loki";
import { rules } from "./rules";

/** The drill runs at the same time, and its alert takes about this long. */
const INTERVAL = Duration.seconds(10);

const RECEIVER_LOG =
  "kubectl --namespace <alertmanagerNamespace> logs service/<alertmanagerService> --since=10m | grep 'Notify for alerts failed'";

export const causes = {
  noAlertmanager: cause("The ruler's configuration names no Alertmanager.", "npm run verify -- --only configuration"),
  lokiFails: cause(
    "Loki's ruler cannot send alerts to Alertmanager.",
    "kubectl --namespace <namespace> logs <lokiPod> --since=10m | grep 'Error sending alert'",
  ),
  receiverRejects: cause(
    "The receiver of <integration> rejects notifications (4xx): its URL, token or template is wrong, or it limits their rate.",
    RECEIVER_LOG,
  ),
  receiverDown: cause("The receiver of <integration> fails itself (5xx).", RECEIVER_LOG),
  receiverSlow: cause("The receiver of <integration> does not answer in time.", RECEIVER_LOG),
  receiverFails: cause(
    "Alertmanager cannot send notifications by <integration>: the receiver's address or template is wrong, or nothing leads to it.",
    RECEIVER_LOG,
  ),
  receiverFailed: cause(
    "A receiver's token or URL is wrong, or was wrong until it was fixed. Alertmanager counts since its start, without times.",
    "kubectl --namespace <alertmanagerNamespace> logs service/<alertmanagerService> --since=24h | grep 'Notify for alerts failed'",
  ),
};

export interface NotificationsEvidence {
  readonly alertmanager: AlertmanagerModel;
  readonly names: Names;
  /** Loki's metrics at the start and at the end of the interval. */
  readonly loki: { readonly before: Metrics; readonly now: Metrics };
  readonly replica: ReplicaMetrics;
}

/** The metrics of one replica of Alertmanager at the start and at the end of the interval. */
export interface ReplicaMetrics {
  /** Null if another replica answered at the start, or the replica restarted. */
  readonly before: Metrics | null;
  readonly now: Metrics;
}

export const notifications = diagnostic<VerifyContext, NotificationsEvidence | null>({
  id: "notifications",
  title: "Notifications do not fail",
  after: [rules],
  failure: "alerts",
  timeout: Duration.minutes(1),
  permissions: (model) => [lokiPermission(model), ...alertmanagerPermissions(model, ["get"])],
  causes,
  collect: async ({ stack, loki, alertmanager: service, names }, signal) => {
    const { alertmanager } = stack.model.alerting;
    if (alertmanager === null || service === null) return null;
    const requestLoki = () => lokiMetrics(loki, signal);
    const requestReplica = () => alertmanagerMetrics(service, signal);
    const [before, replica] = await Promise.all([requestLoki(), requestReplica()]);
    await sleep(INTERVAL.toMilliseconds(), undefined, { signal });
    const now = await requestLoki();
    return { alertmanager, names, loki: { before, now }, replica: await sameReplica(replica, requestReplica) };
  },
  analyze: (evidence) => (evidence === null ? skipped('alertmanager is "none"') : analyzeNotifications(evidence)),
});

/** The API server chooses a replica for each request. With three, ten tries miss a given one in 2 of 100 runs. */
const MAX_TRIES = 10;

/** Requests a second reading of the same replica, because each replica has its own counters. */
export async function sameReplica(before: Metrics, request: () => Promise<Metrics>): Promise<ReplicaMetrics> {
  let now = await request();
  for (let tries = 1; tries < MAX_TRIES && !isSameReplica(before, now); tries += 1) now = await request();
  return { before: isSameReplica(before, now) ? before : null, now };
}

/** Two replicas do not start in the same hundredth of a second. A restarted replica counts as another one. */
function isSameReplica(one: Metrics, other: Metrics): boolean {
  return one.startedAt === other.startedAt;
}

const FAILED = "alertmanager_notifications_failed_total";
const ATTEMPTED = "alertmanager_notifications_total";

/** An overloaded receiver may fail this share of attempts. With a wrong token, nearly all fail. */
const TOLERATED_SHARE = 0.1;

function analyzeNotifications({ loki, replica, alertmanager, names }: NotificationsEvidence): Outcome {
  const expected = "every notification succeeds";
  const facts = { alertmanagerNamespace: alertmanager.namespace, alertmanagerService: alertmanager.service };
  const notifier = notifierOf(loki.now);
  if (notifier.addresses.length === 0)
    return fail({ got: "the ruler has no Alertmanager", expected, causes: [causes.noAlertmanager()] });
  const { lost } = notifierSince(loki.before, loki.now);
  if (lost > 0)
    return fail({ got: `Loki lost ${lost} alerts in this run`, expected, causes: [causes.lokiFails(names)] });
  const failing = failuresDuring(replica);
  if (failing.length > 0)
    return fail({
      got: `failed in this run: ${counts(failing)}`,
      expected,
      causes: distinctCauses(failing.map((failure) => causeOf(failure, facts))),
    });
  const often = oftenFailed(replica.now);
  if (often.length > 0) {
    const got = `failed since Alertmanager's start: ${often.join(", ")}`;
    return warn({ got, expected, causes: [causes.receiverFailed(facts)] });
  }
  return pass(attemptsText(replica), ...notesOf(notifier.lost, replica));
}

/** Without an earlier reading, all counters may be older than this run. */
function failuresDuring({ before, now }: ReplicaMetrics): readonly Failures[] {
  if (before === null) return [];
  const earlier = failuresIn(before);
  return failuresIn(now).flatMap((failures) => {
    const { integration, reason } = failures;
    const known = earlier.find((other) => other.integration === integration && other.reason === reason);
    const count = grown(known?.count ?? 0, failures.count);
    return count > 0 ? [{ ...failures, count }] : [];
  });
}

/** Failed notifications of one integration, such as "slack", for one reason. */
interface Failures {
  readonly integration: string;
  readonly reason: string;
  readonly count: number;
}

function failuresIn(metrics: Metrics): readonly Failures[] {
  const failures = new Map<string, Failures>();
  for (const { labels, value } of metrics.all(FAILED)) {
    const [integration, reason] = [labels["integration"] ?? "", labels["reason"] ?? ""];
    const key = `${integration}: ${reason}`;
    failures.set(key, { integration, reason, count: (failures.get(key)?.count ?? 0) + value });
  }
  return [...failures.values()].filter(({ count }) => count > 0);
}

/** @see https://github.com/prometheus/alertmanager/blob/v0.31.1/notify/util.go */
function causeOf(
  { integration, reason }: Failures,
  facts: { readonly alertmanagerNamespace: string; readonly alertmanagerService: string },
): Cause {
  switch (reason) {
    case "clientError":
      return causes.receiverRejects({ ...facts, integration });
    case "serverError":
      return causes.receiverDown({ ...facts, integration });
    case "contextDeadlineExceeded":
      return causes.receiverSlow({ ...facts, integration });
    default:
      return causes.receiverFails({ ...facts, integration });
  }
}

/** Most runs see no attempt, so only earlier failures are known. */
function oftenFailed(metrics: Metrics): readonly string[] {
  return [...metrics.sumsBy(FAILED, "integration")].flatMap(([integration, failed]) => {
    const attempted = metrics.sum(ATTEMPTED, { integration });
    return failed > TOLERATED_SHARE * attempted ? [`${failed} of ${attempted} by ${integration}`] : [];
  });
}

/** A silenced alert, such as the drill's, is not attempted. */
function attemptsText({ before, now }: ReplicaMetrics): string {
  if (before === null) return `${now.sum(ATTEMPTED)} attempted since Alertmanager's start`;
  const attempted = now.sum(ATTEMPTED) - before.sum(ATTEMPTED);
  return attempted === 0 ? `none attempted in ${INTERVAL}` : `none of ${attempted} failed`;
}

function notesOf(lostByLoki: number, { before, now }: ReplicaMetrics): readonly string[] {
  const failed = failuresIn(now);
  return [
    ...(before === null ? ["no replica of Alertmanager answered twice: failures in this run are unknown"] : []),
    ...(lostByLoki > 0 ? [`earlier, since its start, Loki lost ${lostByLoki} alerts`] : []),
    ...(failed.length > 0 ? [`earlier, since Alertmanager's start, failed: ${counts(failed)}`] : []),
  ];
}

function counts(failures: readonly Failures[]): string {
  return failures.map(({ integration, reason, count }) => `${count} (${integration}: ${reason})`).join(", ");
}
