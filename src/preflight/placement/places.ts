import type { V1Node, V1Pod } from "@kubernetes/client-node";
import type { RenderedStack } from "../../stack/rendered-stack";
import { allocatable } from "./node";
import { obstacle } from "./obstacle";
import { agentNodes, lokiPlacement } from "./placements";

/** Each is a request; where so many large ones are full, the others are hardly empty. */
const MOST = 20;

/** The nodes that are worth asking for their pods: all of a small cluster, the largest of another one. */
export function placesToAsk(all: readonly V1Node[], deployment: RenderedStack): readonly V1Node[] {
  const agents = agentNodes(all, deployment);
  const fitting = fittingNodes(all, deployment);
  const largest = [...fitting].sort((a, b) => allocatable(b, "memory") - allocatable(a, "memory")).slice(0, MOST);
  return agents.length <= MOST ? [...new Set([...largest, ...agents])] : largest;
}

/** Where Loki could run if nothing else did. */
export function fittingNodes(all: readonly V1Node[], deployment: RenderedStack): readonly V1Node[] {
  const placement = lokiPlacement(deployment);
  return all.filter((node) => obstacle(node, placement) === null);
}

/** A node, and the pods on it that aren't the plan's. */
export interface Place {
  readonly node: V1Node;
  readonly others: readonly V1Pod[];
}
