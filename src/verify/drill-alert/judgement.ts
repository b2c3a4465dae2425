import type { Cause, Names } from "../../diagnostics/cause";
import { oneLine } from "../../diagnostics/explain-error/trouble";
import { broken, doubtful, holds, notMeasured, type Outcome } from "../../diagnostics/outcome";
import type { Probe } from "../drill";
import type { Notifier } from "../loki/notifier";
import { NOT_RUN } from "../marker/causes";
import { within } from "../marker/latency";
import { NOT_TOLD } from "../notifications/causes";

export const NO_RULER_ALERT: Cause = {
  cause: "The drill's rule (rules/log-path-drill.yaml) doesn't fire: it has been changed, or the ruler comes too late.",
  next: "kubectl get --raw '/api/v1/namespaces/<namespace>/services/<release>:<port>/proxy/prometheus/api/v1/rules'",
};

export const CLOCK: Cause = {
  cause: "The clock of the node is more than two minutes wrong: the rule looks at the last two minutes.",
  next: "on <node>: timedatectl",
};

export const WRONG_ADDRESS: Cause = {
  cause:
    "The ruler doesn't reach Alertmanager at <address>: another name, port or path, or a NetworkPolicy in between.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'Error sending alert'",
};

export const ANOTHER: Cause = {
  cause: "The ruler tells another Alertmanager than the one that was asked, such as another replica.",
  next: "kubectl --namespace <alertmanager-namespace> get endpoints <alertmanager>",
};

export const NO_LINE: Cause = {
  cause: "No line that fires is in Loki, which is no matter of alerts: those of other nodes may well be.",
  next: "npm run verify -- --only marker",
};

export interface DrillSeen {
  /** The pods whose lines fire; none where no node could take one. */
  readonly firing: readonly Probe[];
  /** Null where Alertmanager wasn't seen to have an alert of theirs. */
  readonly alert: AlertSeen | null;
  /** What the ruler tells, where Alertmanager hasn't the alert. */
  readonly ruler: RulerSeen | null;
}

/** An alert, with times on the clock of the probes. */
export interface AlertSeen {
  /** When it was first seen, which may be long after Alertmanager was told of it. */
  readonly seenAt: number;
  /** When Alertmanager was told of it, as far as its clock agrees with this machine's. */
  readonly toldAt: number;
}

export interface RulerSeen {
  /** Whether Loki has a line that fires. */
  readonly hasLine: boolean;
  readonly hasFired: boolean;
  readonly notifier: Notifier;
}

export function judgeDrill({ firing, alert, ruler }: DrillSeen): Outcome {
  const expected = "the drill's alert in Alertmanager";
  if (firing.length === 0) return notMeasured("no node is ready");
  const [first] = written(firing);
  if (first === undefined) return doubtful({ found: unwritten(firing), expected, causes: [NOT_RUN] });
  const names = { node: first.node };
  if (alert !== null) return holds(within(latency(first.wroteAt, alert)));
  if (ruler?.hasFired) return broken({ ...undelivered(ruler.notifier, names), expected });
  if (ruler?.hasLine === false) {
    return doubtful({ found: "no line that fires is in Loki", expected, causes: [NO_LINE], names });
  }
  return broken({ found: "the rule doesn't fire", expected, causes: [NO_RULER_ALERT, CLOCK], names });
}

/** Those that have written, the first to do so first: a time from then is at most so long, whichever's alert was seen. */
function written(firing: readonly Probe[]) {
  return firing
    .flatMap(({ node, wroteAt }) => (wroteAt === null ? [] : [{ node, wroteAt }]))
    .sort((one, other) => one.wroteAt - other.wroteAt);
}

/** By Alertmanager's clock where that can be right, which it can't before the line or after the alert was seen. */
function latency(wroteAt: number, { seenAt, toldAt }: AlertSeen): number {
  const isPossible = toldAt >= wroteAt && toldAt <= seenAt;
  return Math.max(0, (isPossible ? toldAt : seenAt) - wroteAt);
}

function unwritten(firing: readonly Probe[]): string {
  return firing.map(({ node, problem }) => `no line on ${node}: ${oneLine(problem ?? "nothing written")}`).join("; ");
}

function undelivered({ addresses, lost }: Notifier, names: Names) {
  const fires = "it fires in Loki's ruler, and Alertmanager hasn't got it";
  const [address] = addresses;
  if (address === undefined) return { found: `${fires}: the ruler has none`, causes: [NOT_TOLD], names };
  const told = { ...names, address };
  if (lost > 0) return { found: `${fires}: ${lost} alerts failed on ${address}`, causes: [WRONG_ADDRESS], names: told };
  return { found: `${fires}, but ${address} took it`, causes: [ANOTHER, WRONG_ADDRESS], names: told };
}
