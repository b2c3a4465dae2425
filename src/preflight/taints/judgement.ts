import type { V1Node } from "@kubernetes/client-node";
import { keepsPodsOut, shownTaint, tolerates } from "../../cluster/tolerations";
import type { Deployment } from "../../deployment";
import { listed } from "../../live/listed";
import { broken, type Outcome } from "../../live/outcome";
import { isState, obstacle, type Placement, taintsOf } from "../placement";
import { agentNodes, daemonSets, singlePods } from "../placements";
import { NOT_TOLERATED, TAINTED, TOO_SMALL } from "./causes";

/** @returns null where at least one node is right for each pod, if nothing else ran there */
export function judgeTaints(nodes: readonly V1Node[], deployment: Deployment): Outcome | null {
  const agents = agentNodes(nodes, deployment);
  for (const { name, tolerations } of daemonSets(deployment)) {
    const missed = agents.flatMap(taintsOf).find((taint) => {
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
  const shown = nodes.map(({ metadata }, index) => `${metadata?.name}: ${obstacles[index]?.why}`);
  const { memoryRequest, cpuRequest } = placement.resources;
  return broken({
    found: nodes.length === 0 ? "a cluster without nodes" : listed(shown),
    wanted: `a node for ${placement.name}, which asks for ${memoryRequest} of memory and ${cpuRequest} CPU`,
    causes: small ? [TOO_SMALL, TAINTED] : [TAINTED, TOO_SMALL],
  });
}
