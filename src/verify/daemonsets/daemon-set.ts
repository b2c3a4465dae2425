import type { CoreV1Event, V1DaemonSet, V1Node, V1Pod } from "@kubernetes/client-node";
import { keepsPodsOut, shownTaint, type Taint, tolerates } from "../../cluster/taints";
import type { Cause, Names } from "../../diagnostics/cause";
import { missingLabel, nodeName, userTaints } from "../../kube/node";
import { isObserved } from "../kubernetes/observed";
import { isPodReady, nodeOf, podName } from "../kubernetes/pod";
import { troubleOf } from "../kubernetes/pod-trouble";
import { AGENT_CAUSES, NOT_CREATED, OLD_REVISION, TAINTED } from "./causes";
import { lastRefusal } from "./refusals";

/** A DaemonSet, and all by which it is judged. */
export interface SeenDaemonSet {
  readonly daemonSet: V1DaemonSet;
  readonly pods: readonly V1Pod[];
  /** Those of which the agents' work is expected. */
  readonly nodes: readonly V1Node[];
  readonly warnings: readonly CoreV1Event[];
}

/** What is wrong with a workload. */
export interface WorkloadFault {
  /** Of which nodes lines still flow. */
  readonly flows: "everywhere" | "somewhere" | "nowhere";
  readonly found: string;
  readonly expected: string;
  readonly causes: readonly Cause[];
  readonly names: Names;
}

export interface WorkloadJudgement {
  /** "alloy: 5 of 5 nodes" */
  readonly figure: string;
  /** Null where nothing is wrong. */
  readonly fault: WorkloadFault | null;
}

/**
 * Judges a DaemonSet by the nodes, not by the number of pods that it wants itself: a node whose taint keeps
 * it out isn't in that number.
 */
export function judgeDaemonSet(seen: SeenDaemonSet): WorkloadJudgement {
  const name = nameOf(seen);
  const served = new Set(seen.pods.filter(isPodReady).map(nodeOf));
  const expected = expectedNodes(seen);
  const bare = expected.filter((node) => !served.has(nodeName(node)));
  const count = `${expected.length - bare.length} of ${expected.length} nodes`;
  const [first] = bare;
  return {
    figure: `${name}: ${count}`,
    fault:
      first === undefined
        ? oldRevision(seen)
        : withoutPod(seen, first, {
            found: `${name} is ready on ${count}`,
            flows: bare.length < expected.length ? "somewhere" : "nowhere",
          }),
  };
}

function expectedNodes({ daemonSet, nodes }: SeenDaemonSet): readonly V1Node[] {
  const selector = daemonSet.spec?.template.spec?.nodeSelector ?? {};
  return nodes.filter((node) => missingLabel(node, selector) === null);
}

function withoutPod(
  seen: SeenDaemonSet,
  node: V1Node,
  { found, flows }: Pick<WorkloadFault, "found" | "flows">,
): WorkloadFault {
  const { says, cause, names } = reasonOn(node, seen);
  return {
    flows,
    found: `${found}; ${nodeName(node)}: ${says}`,
    expected: "a ready pod on every node",
    causes: [cause],
    names: { ...namesOf(seen), node: nodeName(node), ...names },
  };
}

interface Reason {
  readonly says: string;
  readonly cause: Cause;
  readonly names?: Names;
}

function reasonOn(node: V1Node, { daemonSet, pods, warnings }: SeenDaemonSet): Reason {
  const pod = pods.find((candidate) => nodeOf(candidate) === nodeName(node));
  if (pod !== undefined) return reasonOfPod(pod, warnings);
  const taint = userTaints(node).find((candidate) => keepsOut(candidate, daemonSet));
  if (taint !== undefined) {
    const shown = shownTaint(taint);
    return { says: `no pod, and the taint ${shown} isn't tolerated`, cause: TAINTED, names: { taint: shown } };
  }
  const subject = { kind: "DaemonSet", name: daemonSet.metadata?.name ?? "" };
  return lastRefusal(warnings, subject) ?? { says: "no pod", cause: NOT_CREATED };
}

function keepsOut(taint: Taint, { spec }: V1DaemonSet): boolean {
  const tolerations = spec?.template.spec?.tolerations ?? [];
  return keepsPodsOut(taint) && !tolerations.some((toleration) => tolerates({ ...toleration }, taint));
}

/** Of any workload's pod that isn't ready. */
export function reasonOfPod(pod: V1Pod, warnings: readonly CoreV1Event[]): Reason {
  const { kind, says, container } = troubleOf(pod, warnings);
  const names = { pod: podName(pod), ...(container !== null && { container }) };
  return { says: `${podName(pod)}: ${says}`, cause: AGENT_CAUSES[kind], names };
}

/**
 * Every node is served, if by an old agent: lines flow, and the new pipeline isn't everywhere. The controller counts nodes
 * of which nothing is expected yet, too, so it is compared with the number that it wants itself.
 */
function oldRevision(seen: SeenDaemonSet): WorkloadFault | null {
  const { updatedNumberScheduled = 0, desiredNumberScheduled: desired = 0 } = seen.daemonSet.status ?? {};
  const updated = isObserved(seen.daemonSet) ? updatedNumberScheduled : null;
  if (updated !== null && updated >= desired) return null;
  return {
    flows: "everywhere",
    found: `${nameOf(seen)} has its newest revision on ${updated ?? 0} of ${desired} nodes`,
    expected: "the newest revision on every node",
    causes: [OLD_REVISION],
    names: namesOf(seen),
  };
}

function nameOf({ daemonSet }: SeenDaemonSet): string {
  return daemonSet.metadata?.name ?? "";
}

function namesOf(seen: SeenDaemonSet): Names {
  return { kind: "daemonset", name: nameOf(seen), namespace: seen.daemonSet.metadata?.namespace ?? "" };
}
