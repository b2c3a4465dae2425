import type { CoreV1Event, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import type { Cause, Names } from "../../diagnostics/cause";
import { absent, broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { LOKI_POD } from "../../loki/layout";
import type { Duration } from "../../units";
import { about } from "../kubernetes/events";
import { isObserved } from "../kubernetes/observed";
import { containersOf, isPodReady } from "../kubernetes/pod";
import { troubleOf } from "../kubernetes/pod-trouble";
import { LOKI_CAUSES, NOT_CREATED, OLD_REVISION, SCALED_DOWN } from "./causes";
import { endOf, endsOf, isLatelyKilled } from "./ends";

/** What is there, null where it isn't. */
export interface SeenLoki {
  readonly statefulSet: V1StatefulSet | null;
  readonly pod: V1Pod | null;
  readonly warnings: readonly CoreV1Event[];
  readonly release: string;
  readonly namespace: string;
  /** How long the pod may take to stop. */
  readonly gracePeriod: Duration;
  readonly now: Date;
}

/** There is one Loki: while its pod isn't ready, nothing of the path behind it can hold, in a rollout either. */
export function judgeLokiPod(seen: SeenLoki): Outcome {
  const { statefulSet, pod, release, namespace } = seen;
  if (statefulSet === null) return absent(`there is no StatefulSet ${release} in the namespace ${namespace}`);
  if (pod === null) return withoutPod(seen, statefulSet);
  if (!isPodReady(pod)) return notReady(seen, pod);
  return oldRevision(seen, statefulSet, pod) ?? killed(seen, pod) ?? holds(figureOf(pod), ...endsOf(pod));
}

function withoutPod(seen: SeenLoki, { spec }: V1StatefulSet): Outcome {
  if (spec?.replicas === 0) return fault(seen, `${seen.release} is scaled to zero`, [SCALED_DOWN]);
  const [event] = about(seen.warnings, { kind: "StatefulSet", name: seen.release });
  return fault(seen, `there is no pod ${LOKI_POD}${event?.message ? `: ${event.message}` : ""}`, [NOT_CREATED]);
}

function notReady(seen: SeenLoki, pod: V1Pod): Outcome {
  const { kind, says, container } = troubleOf(pod, seen.warnings);
  const node = pod.spec?.nodeName;
  const names = { ...(node && { node }), ...(container !== null && { container }) };
  return fault(seen, `${LOKI_POD} isn't ready: ${says}`, [LOKI_CAUSES[kind], OLD_REVISION], names);
}

function fault(seen: SeenLoki, found: string, causes: readonly Cause[], names: Names = {}): Outcome {
  const expected = "one ready pod of the newest revision";
  return broken({ found, expected, causes, names: { ...namesOf(seen), ...names } });
}

/** The pod serves as it did before: the path can be looked at. */
function oldRevision(seen: SeenLoki, statefulSet: V1StatefulSet, pod: V1Pod): Outcome | null {
  const revision = pod.metadata?.labels?.["controller-revision-hash"];
  const newest = statefulSet.status?.updateRevision;
  const isKnown = isObserved(statefulSet);
  if (isKnown && revision === newest) return null;
  return doubtful({
    found: `${LOKI_POD} has the revision ${revision}, not ${isKnown ? newest : "the newest"}`,
    expected: "the newest revision",
    causes: [OLD_REVISION],
    names: namesOf(seen),
    isPassing: true,
  });
}

/** Each time it was killed, the lines that it hadn't flushed were read back; a pod that is replaced loses them. */
function killed(seen: SeenLoki, pod: V1Pod): Outcome | null {
  const container = containersOf(pod).find((status) => isLatelyKilled(status, seen.now));
  if (container === undefined) return null;
  return doubtful({
    found: `${figureOf(pod)}; ${endOf(container)}`,
    expected: "no end for want of memory",
    causes: [LOKI_CAUSES.memory],
    names: { ...namesOf(seen), container: container.name },
  });
}

function figureOf(pod: V1Pod): string {
  const restarts = containersOf(pod).reduce((sum, { restartCount }) => sum + restartCount, 0);
  return `ready, ${restarts} ${restarts === 1 ? "restart" : "restarts"}`;
}

function namesOf({ release, namespace, gracePeriod }: SeenLoki): Names {
  return { release, namespace, pod: LOKI_POD, grace: `${gracePeriod}` };
}
