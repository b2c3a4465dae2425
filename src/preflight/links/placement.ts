import type { V1Node } from "@kubernetes/client-node";
import { inCluster } from "../../diagnostics/permission";
import { mapConcurrent } from "../../kube/async";
import { nodeName } from "../../kube/node";
import { Duration } from "../../units";
import type { PreflightContext, PreflightLink } from "../context";
import { FULL, NO_ROOM, NOT_TOLERATED, POOLED, TAINTED, TOO_SMALL, VIRTUAL } from "../placement/causes";
import { judgePlacement } from "../placement/judgement";
import { type Place, placesToAsk } from "../placement/places";
import { judgeRoom } from "../placement/room";
import { hasLabelsOfPlan } from "../plan-labels";

/** Nodes that are asked for their pods at a time. */
const AT_ONCE = 5;

/** The scheduler finds a node for each pod of the plan, and an agent runs on every one. */
export const placement: PreflightLink = {
  id: "placement",
  title: "Every node takes an agent, and one takes Loki",
  after: ["api-server"],
  failure: "nodes",
  patience: Duration.seconds(30),
  access: () => [inCluster("nodes", ["list"]), inCluster("pods", ["list"])],
  creates: false,
  causes: [VIRTUAL, NOT_TOLERATED, TAINTED, TOO_SMALL, POOLED, NO_ROOM, FULL],
  async look(context, signal) {
    const { deployment } = context;
    const all = await context.nodes();
    const fault = judgePlacement(all, deployment);
    if (fault !== null) return fault;
    const places = placesToAsk(all, deployment);
    const asked = await mapConcurrent(places, AT_ONCE, (node) => placeOf(node, context, signal));
    return judgeRoom({ all, asked }, deployment);
  },
};

/** One node's pods: a large cluster isn't asked for all. */
async function placeOf(node: V1Node, { cluster, deployment }: PreflightContext, signal: AbortSignal): Promise<Place> {
  const { model } = deployment;
  const fieldSelector = `spec.nodeName=${nodeName(node)}`;
  const { items } = await cluster.core(signal).listPodForAllNamespaces({ fieldSelector });
  const others = items.filter(
    (pod) => pod.metadata?.namespace !== model.namespace.name || !hasLabelsOfPlan(pod, model),
  );
  return { node, others };
}
