import type { Cause, Names } from "../../live/cause";
import { broken, holds, notMeasured, type Outcome } from "../../live/outcome";
import { oneLine } from "../../live/trouble/trouble";
import type { Probe } from "../drill";
import type { Notifier } from "../loki/notifier";
import { seconds } from "../marker/latency";

export const NO_RULER_ALERT: Cause = {
  cause: "The drill's rule (rules/log-path-drill.yaml) doesn't fire: it has been changed, or the ruler comes too late.",
  next: "kubectl get --raw '/api/v1/namespaces/<namespace>/services/<release>:<port>/proxy/prometheus/api/v1/rules'",
};

export const CLOCK: Cause = {
  cause: "The clock of the node is more than two minutes wrong: the rule looks at the last two minutes.",
  next: "on <node>: timedatectl",
};

export const NO_ALERTMANAGER: Cause = {
  cause: "The ruler has no Alertmanager: its configuration names none.",
  next: "npm run verify -- --only configuration",
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

export interface DrillSeen {
  /** The pod whose line fires; null where no node could take one. */
  readonly firing: Probe | null;
  /** When Alertmanager was first seen to have the alert, by the probe's clock; null where it wasn't. */
  readonly seenAt: number | null;
  /** Whether it had it at the first look, which may have been late. */
  readonly atOnce: boolean;
  /** What the ruler tells, where Alertmanager hasn't the alert. */
  readonly ruler: RulerSeen | null;
  readonly names: Names;
}

export interface RulerSeen {
  readonly hasFired: boolean;
  readonly notifier: Notifier;
}

export function judgeDrill({ firing, seenAt, atOnce, ruler, names: known }: DrillSeen): Outcome {
  const wanted = "the drill's alert in Alertmanager";
  // That is the marker's matter: it says nothing of alerts.
  if (firing === null) return notMeasured("no node is ready");
  if (firing.wroteAt === null) return notMeasured(`no line on ${firing.node}: ${oneLine(firing.problem ?? "")}`);
  const names = { ...known, node: firing.node };
  if (seenAt !== null) return holds(`${atOnce ? "at most " : ""}${seconds(Math.max(0, seenAt - firing.wroteAt))}`);
  if (ruler === null || !ruler.hasFired) {
    return broken({ found: "the rule doesn't fire", wanted, causes: [NO_RULER_ALERT, CLOCK], names });
  }
  return broken({ ...undelivered(ruler.notifier, names), wanted });
}

function undelivered({ addresses, lost }: Notifier, names: Names) {
  const fires = "it fires in Loki's ruler, and Alertmanager hasn't got it";
  const [address] = addresses;
  if (address === undefined) return { found: `${fires}: the ruler has none`, causes: [NO_ALERTMANAGER], names };
  const told = { ...names, address };
  if (lost > 0) return { found: `${fires}: ${lost} alerts failed on ${address}`, causes: [WRONG_ADDRESS], names: told };
  return { found: `${fires}, but ${address} took it`, causes: [ANOTHER, WRONG_ADDRESS], names: told };
}
