import type { V1Node } from "@kubernetes/client-node";
import { inCluster } from "../../live/access";
import { Duration } from "../../units";
import type { PreflightContext, PreflightLink } from "../context";
import { hasRoom } from "../placement";
import { lokiPlacement } from "../placements";
import { isPodOfPlan } from "../plan-pods";
import { FULL, NOT_TOLERATED, TAINTED, TOO_SMALL } from "../taints/causes";
import { judgeTaints } from "../taints/judgement";
import { judgeRoom, placesFor } from "../taints/room";

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

/** Asks for the pods of one node after the other, so that a large cluster isn't asked for all. */
async function lookForRoom(nodes: readonly V1Node[], { cluster, deployment }: PreflightContext, signal: AbortSignal) {
  const { model } = deployment;
  const placement = lokiPlacement(deployment);
  const places = placesFor(placement, nodes);
  for (const node of places.largest) {
    const fieldSelector = `spec.nodeName=${node.metadata?.name}`;
    const { items } = await cluster.core(signal).listPodForAllNamespaces({ fieldSelector });
    const others = items.filter((pod) => pod.metadata?.namespace !== model.namespace.name || !isPodOfPlan(pod, model));
    if (hasRoom(node, others, placement)) return judgeRoom(places, true, deployment);
  }
  return judgeRoom(places, false, deployment);
}
