import { FIRES_WITHIN, FIRING } from "../alerting/log-path-drill";
import type { AlertmanagerModel } from "../alerting/model";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, skipped, warn } from "../diagnostics/outcome";
import { oneLine } from "../diagnostics/text";
import type { HttpService } from "../kube/http-service";
import { poll } from "../kube/poll";
import { Duration } from "../units";
import { alertmanagerPermissions, alertsWith } from "./alertmanager-client";
import type { Names, VerifyContext } from "./context";
import { within } from "./log-path-drill/arrivals";
import { type Drill, drillPermissions, linesInLoki, type Probe, probeTime } from "./log-path-drill/probes";
import { hasRulerAlert, lokiMetrics, lokiPermission, type Notifier, notifierSince } from "./loki";
import { marker, causes as markerCauses } from "./marker";
import { causes as notificationCauses } from "./notifications";
import { rules } from "./rules";

export const causes = {
  ruleDoesNotFire: cause(
    "The drill's rule (rules/log-path-drill.yaml) does not fire on a line in Loki: the ruler does not have the rule, or evaluates it too late.",
    "kubectl get --raw '/api/v1/namespaces/<namespace>/services/<lokiService>:<lokiPort>/proxy/prometheus/api/v1/rules'",
  ),
  clock: cause(
    "The clock of the node <node> is wrong by <minutes> minutes. The rule reads the last two minutes.",
    "on <node>: timedatectl",
  ),
  noAlertmanager: notificationCauses.noAlertmanager,
  unreachable: cause(
    "The ruler cannot reach Alertmanager at <address>: the name, port or path is wrong, or a NetworkPolicy blocks it.",
    "kubectl --namespace <namespace> logs <lokiPod> --since=10m | grep 'Error sending alert'",
  ),
  otherAlertmanager: cause(
    "The ruler sends to another Alertmanager than the one that was asked, such as another replica.",
    "kubectl --namespace <alertmanagerNamespace> get endpoints <alertmanagerService>",
  ),
  noLine: cause(
    "No firing line is in Loki. Alerts on lines of other nodes may work.",
    "npm run verify -- --only marker",
  ),
  podNotRun: markerCauses.podNotRun,
};

export interface DrillEvidence {
  readonly alertmanager: AlertmanagerModel;
  readonly names: Names;
  /** The pods whose lines fire. Empty if no node could run one. */
  readonly firing: readonly Probe[];
  /** Null if Alertmanager had no alert of theirs. */
  readonly alert: SeenAlert | null;
  /** What the ruler reports, if Alertmanager does not have the alert. */
  readonly ruler: RulerEvidence | null;
}

/** An alert, with times on the clock of the probes. */
export interface SeenAlert {
  /** When it was first seen, which may be long after Alertmanager received it. */
  readonly seenAt: number;
  /** When Alertmanager received it, as far as its clock agrees with this machine's. */
  readonly receivedAt: number;
}

interface FiringLine {
  readonly pod: string;
  readonly at: number;
}

export interface RulerEvidence {
  /** The firing lines in Loki, with their own times on the clock of the probes. */
  readonly lines: readonly FiringLine[];
  readonly hasFired: boolean;
  readonly notifier: Notifier;
}

export const drill = diagnostic<VerifyContext, DrillEvidence | null>({
  id: "drill",
  title: "An alert on a line reaches Alertmanager",
  after: [rules, marker],
  failure: "alerts",
  timeout: Duration.minutes(2),
  permissions: (model, readOnly) => [
    lokiPermission(model),
    ...alertmanagerPermissions(model, readOnly ? ["get"] : ["get", "create", "delete"]),
    ...drillPermissions(model, readOnly),
  ],
  mutates: true,
  causes,
  collect: async (context, signal) => {
    const { stack, alertmanager: service, drill: pods, names } = context;
    const { alertmanager } = stack.model.alerting;
    if (alertmanager === null || service === null) return null;
    await pods.silence(signal);
    const firing = (await pods.probes(signal)).filter(({ container }) => container === FIRING);
    const isWritten = firing.some(({ wroteAt }) => wroteAt !== null);
    const alert = isWritten ? await alertOf(service, pods, signal) : null;
    const ruler = isWritten && alert === null ? await collectRuler(context, pods, signal) : null;
    return { alertmanager, names, firing, alert, ruler };
  },
  analyze: (evidence) => (evidence === null ? skipped('alertmanager is "none"') : analyzeDrill(evidence)),
});

async function alertOf(service: HttpService, { markerId }: Drill, signal: AbortSignal): Promise<SeenAlert | null> {
  const alerts = await poll({
    request: () => alertsWith(service, "marker", markerId, signal),
    isEnough: (found) => found.length > 0,
    timeout: FIRES_WITHIN,
    signal,
  });
  if (alerts.length === 0) return null;
  return { seenAt: performance.now(), receivedAt: Math.min(...alerts.map(probeTime)) };
}

/** What the ruler knows of the alert, and what it lost during this run. */
export async function collectRuler(
  { loki, lokiBefore }: Pick<VerifyContext, "loki" | "lokiBefore">,
  pods: Pick<Drill, "namespace" | "markerId">,
  signal: AbortSignal,
): Promise<RulerEvidence> {
  const [lines, hasFired, before, now] = await Promise.all([
    linesInLoki(loki, pods, [FIRING], signal),
    hasRulerAlert(loki, "marker", pods.markerId, signal),
    lokiBefore(),
    lokiMetrics(loki, signal),
  ]);
  return {
    lines: lines.map(({ pod, time }) => ({ pod, at: probeTime(time) })),
    hasFired,
    notifier: notifierSince(before, now),
  };
}

function analyzeDrill(evidence: DrillEvidence): Outcome {
  const { firing, alert, ruler, names } = evidence;
  const expected = "the drill's alert in Alertmanager";
  if (firing.length === 0) return skipped("no node is ready");
  const [first] = written(firing);
  if (first === undefined) {
    const unwritten = firing.map(({ node }) => causes.podNotRun({ node, drillNamespace: names.drillNamespace }));
    return warn({ got: unwrittenText(firing), expected, causes: unwritten.slice(0, 1) });
  }
  if (alert !== null) return pass(within(latency(first.wroteAt, alert)));
  if (ruler?.hasFired) return fail({ ...undelivered(ruler.notifier, evidence), expected });
  if (ruler?.lines.length === 0) return warn({ got: "no firing line is in Loki", expected, causes: [causes.noLine()] });
  const skew = ruler === null ? null : clockSkew(firing, ruler.lines);
  return fail({
    got: "the rule does not fire",
    expected,
    causes: [skew === null ? causes.ruleDoesNotFire(names) : causes.clock(skew)],
  });
}

/** The period that the drill's rule reads (rules/log-path-drill.yaml). */
export const RULE_PERIOD = Duration.minutes(2);

/** The node whose clock excludes its line from the rule's period. Null if the rule can read a line. */
function clockSkew(firing: readonly Probe[], lines: readonly FiringLine[]) {
  const skews = lines.flatMap(({ pod, at }) => {
    const probe = firing.find((each) => each.pod === pod);
    if (probe === undefined || probe.wroteAt === null) return [];
    return [{ node: probe.node, milliseconds: Math.abs(at - probe.wroteAt) }];
  });
  const [first] = skews;
  if (first === undefined || skews.some(({ milliseconds }) => milliseconds <= RULE_PERIOD.toMilliseconds()))
    return null;
  return { node: first.node, minutes: Math.round(first.milliseconds / 60_000) };
}

/** The pods that wrote, the earliest first. A latency from the earliest line is an upper bound for every line's alert. */
function written(firing: readonly Probe[]) {
  return firing
    .flatMap(({ node, wroteAt }) => (wroteAt === null ? [] : [{ node, wroteAt }]))
    .sort((one, other) => one.wroteAt - other.wroteAt);
}

/** In milliseconds. Alertmanager's clock cannot be right before the line, or after the alert was seen. */
function latency(wroteAt: number, { seenAt, receivedAt }: SeenAlert): number {
  const isPossible = receivedAt >= wroteAt && receivedAt <= seenAt;
  return Math.max(0, (isPossible ? receivedAt : seenAt) - wroteAt);
}

function unwrittenText(firing: readonly Probe[]): string {
  return firing.map(({ node, problem }) => `no line on ${node}: ${oneLine(problem ?? "nothing written")}`).join("; ");
}

function undelivered(
  { addresses, lost }: Notifier,
  { alertmanager, names }: DrillEvidence,
): { readonly got: string; readonly causes: readonly Cause[] } {
  const fires = "it fires in Loki's ruler, but Alertmanager does not have it";
  const [address] = addresses;
  if (address === undefined)
    return { got: `${fires}: the ruler has no Alertmanager`, causes: [causes.noAlertmanager()] };
  if (lost > 0)
    return {
      got: `${fires}: ${lost} alerts failed at ${address}`,
      causes: [causes.unreachable({ ...names, address })],
    };
  const { namespace: alertmanagerNamespace, service: alertmanagerService } = alertmanager;
  return {
    got: `${fires}: ${address} accepted it`,
    causes: [causes.otherAlertmanager({ alertmanagerNamespace, alertmanagerService })],
  };
}
