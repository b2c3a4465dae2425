import type { V1Node } from "@kubernetes/client-node";
import { keepsPodsOut, shownTaint, tolerates } from "../../cluster/taints";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, type Outcome } from "../../diagnostics/outcome";
import { nodeName, userTaints } from "../../kube/node";
import type { RenderedStack } from "../../stack/rendered-stack";
import { NOT_TOLERATED, POOLED, TAINTED, TOO_SMALL, VIRTUAL } from "./causes";
import { isPooled, isVirtual } from "./node";
import { obstacle } from "./obstacle";
import type { Placement } from "./placement";
import { agentNodes, daemonSets, singlePods } from "./placements";

/** @returns null where at least one node is right for each pod, if nothing else ran there */
export function judgePlacement(nodes: readonly V1Node[], deployment: RenderedStack): Outcome | null {
  const agents = agentNodes(nodes, deployment);
  const places = singlePods(deployment).map((pod) => judgePlace(nodes, pod));
  return judgeVirtual(agents) ?? judgeTolerations(agents, deployment) ?? places.find((fault) => fault !== null) ?? null;
}

function judgeVirtual(agents: readonly V1Node[]): Outcome | null {
  const virtual = agents.filter(isVirtual);
  if (virtual.length === 0) return null;
  const found = `virtual nodes: ${listed(virtual.map(nodeName))}`;
  return broken({ found, expected: "nodes that run the pods of DaemonSets", causes: [VIRTUAL] });
}

function judgeTolerations(agents: readonly V1Node[], deployment: RenderedStack): Outcome | null {
  for (const { name, tolerations } of daemonSets(deployment)) {
    const missed = agents.flatMap(userTaints).find((taint) => {
      return keepsPodsOut(taint) && !tolerations.some((has) => tolerates(has, taint));
    });
    if (missed === undefined) continue;
    const found = `${name} doesn't tolerate ${shownTaint(missed)}`;
    return broken({ found, expected: "an agent on every node", causes: [NOT_TOLERATED] });
  }
  return null;
}

function judgePlace(nodes: readonly V1Node[], placement: Placement): Outcome | null {
  const obstacles = nodes.map((node) => obstacle(node, placement));
  if (obstacles.includes(null)) return null;
  const small = obstacles.some((each) => each?.isSize);
  const shown = nodes.map((node, index) => `${nodeName(node)}: ${obstacles[index]?.why}`);
  const { memoryRequest, cpuRequest } = placement.resources;
  const fault = {
    found: nodes.length === 0 ? "a cluster without nodes" : listed(shown),
    expected: `a node for ${placement.name}, which asks for ${memoryRequest} of memory and ${cpuRequest} CPU`,
  };
  const causes = small ? [TOO_SMALL, TAINTED] : [TAINTED, TOO_SMALL];
  return nodes.some(isPooled) ? doubtful({ ...fault, causes: [POOLED, ...causes] }) : broken({ ...fault, causes });
}
