import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { nodeName } from "../../kube/node";
import { isPodReady, nodeOf } from "../kubernetes/pod";

/** A node that is full refuses its pod, and that would tell nothing of alerts. */
const MOST = 2;

/** The nodes whose lines fire the alert: those first whose agent is ready. */
export function firingNodes(nodes: readonly V1Node[], agents: readonly V1Pod[]): readonly V1Node[] {
  const served = new Set(agents.filter(isPodReady).map(nodeOf));
  const isServed = (node: V1Node) => served.has(nodeName(node));
  return [...nodes.filter(isServed), ...nodes.filter((node) => !isServed(node))].slice(0, MOST);
}
