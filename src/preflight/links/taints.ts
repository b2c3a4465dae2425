import type { V1Node } from "@kubernetes/client-node";
import { keepsPodsOut, shownTaint, tolerates } from "../../cluster/tolerations";
import type { Deployment } from "../../deployment";
import { inCluster } from "../../live/access";
import type { Cause } from "../../live/cause";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import { Duration } from "../../units";
import type { PreflightContext, PreflightLink } from "../context";
import { hasRoom, isState, memoryOf, obstacle, type Placement, taintsOf } from "../placement";
import { daemonSets, lokiPlacement, singlePods } from "../placements";
import { isPodOfPlan } from "../plan-pods";

const NOT_TOLERATED: Cause = {
  cause: "The values have tolerations of their own, and these don't cover a taint of the cluster.",
  next: "write tolerations: [{ operator: Exists }] under controller in values/alloy.yaml",
};
const TAINTED: Cause = {
  cause: "Every node that is large enough has a taint, or is cordoned.",
  next: "kubectl describe nodes | grep -E '^(Name|Taints|Unschedulable):'",
};
const TOO_SMALL: Cause = {
  cause: "No node has as much memory or CPU as the pod asks for.",
  next: "write loki: { resources: { memoryRequest: … } } into main.ts; npm run capacity shows what the load needs",
};
const FULL: Cause = {
  cause: "Other pods have reserved what the nodes have; the pod stays Pending unless some go or a node comes.",
  next: "kubectl describe nodes | grep -A 8 'Allocated resources'",
};

/** The scheduler finds a node for each pod of the plan, and an agent runs on every one. */
export const taints: PreflightLink = {
  id: "taints",
  title: "Every node takes an agent, and one takes Loki",
  after: ["api-server"],
  failure: "nodes",
  patience: Duration.seconds(30),
  access: () => [inCluster("nodes", ["list"]), inCluster("pods", ["list"])],
  creates: false,
  causes: [NOT_TOLERATED, TAINTED, TOO_SMALL, FULL],
  async look(context, signal) {
    const nodes = await context.nodes();
    return judgeTaints(nodes, context.deployment) ?? (await lookForRoom(nodes, context, signal));
  },
};

/** Asks for the pods of one node after the other, the largest first, so that a large cluster isn't asked for all. */
async function lookForRoom(nodes: readonly V1Node[], { cluster, deployment }: PreflightContext, signal: AbortSignal) {
  const { model } = deployment;
  const placement = lokiPlacement(deployment);
  const fitting = nodes.filter((node) => obstacle(node, placement) === null).sort((a, b) => memoryOf(b) - memoryOf(a));
  for (const node of fitting) {
    const fieldSelector = `spec.nodeName=${node.metadata?.name}`;
    const { items } = await cluster.core(signal).listPodForAllNamespaces({ fieldSelector });
    const others = items.filter((pod) => pod.metadata?.namespace !== model.namespace.name || !isPodOfPlan(pod, model));
    if (hasRoom(node, others, placement)) {
      const figure = `${nodes.length} of ${nodes.length} nodes take an agent, Loki fits on ${fitting.length}`;
      return holds(figure, ...notesOf(nodes, deployment));
    }
  }
  const { memoryRequest, cpuRequest } = placement.resources;
  return doubtful({
    found: `none of ${fitting.length} nodes has room at this moment`,
    wanted: `${memoryRequest} of memory and ${cpuRequest} CPU for Loki`,
    causes: [FULL],
  });
}

/** @returns null where at least one node is right for each pod, if nothing else ran there */
export function judgeTaints(nodes: readonly V1Node[], deployment: Deployment): Outcome | null {
  for (const { name, tolerations } of daemonSets(deployment)) {
    const missed = nodes.flatMap(taintsOf).find((taint) => {
      return keepsPodsOut(taint) && !isState(taint) && !tolerations.some((has) => tolerates(has, taint));
    });
    if (missed === undefined) continue;
    const found = `${name} doesn't tolerate ${shownTaint(missed)}`;
    return broken({ found, wanted: "an agent on every node", causes: [NOT_TOLERATED] });
  }
  return (
    singlePods(deployment)
      .map((pod) => judgePlace(nodes, pod))
      .find((fault) => fault !== null) ?? null
  );
}

function judgePlace(nodes: readonly V1Node[], placement: Placement): Outcome | null {
  const obstacles = nodes.map((node) => obstacle(node, placement));
  if (obstacles.includes(null)) return null;
  const small = obstacles.some((each) => each?.isSize);
  const shown = nodes.slice(0, SHOWN).map(({ metadata }, index) => `${metadata?.name}: ${obstacles[index]?.why}`);
  const { memoryRequest, cpuRequest } = placement.resources;
  return broken({
    found:
      nodes.length === 0
        ? "a cluster without nodes"
        : [...shown, ...(nodes.length > SHOWN ? [`and ${nodes.length - SHOWN} more`] : [])].join(", "),
    wanted: `a node for ${placement.name}, which asks for ${memoryRequest} of memory and ${cpuRequest} CPU`,
    causes: small ? [TOO_SMALL, TAINTED] : [TAINTED, TOO_SMALL],
  });
}

const SHOWN = 3;

/** What main.ts could say of the cluster, so that the synthesis knows it too. */
export function notesOf(nodes: readonly V1Node[], { model: { cluster } }: Deployment): readonly string[] {
  const declared = new Set((cluster.taints ?? []).map(shownTaint));
  const real = nodes.flatMap(taintsOf).filter((taint) => !isState(taint));
  const missing = [...new Set(real.map(shownTaint))].filter((taint) => !declared.has(taint));
  return [
    ...(missing.length > 0 ? [`not in cluster.taints: ${missing.join(", ")}`] : []),
    ...(nodes.length === cluster.nodes ? [] : [`cluster.nodes says ${cluster.nodes}, and there are ${nodes.length}`]),
  ];
}
