import type { V1Node } from "@kubernetes/client-node";
import { shownTaint } from "../../cluster/tolerations";
import type { Deployment } from "../../deployment";
import { doubtful, holds, type Outcome } from "../../live/outcome";
import { isState, memoryOf, obstacle, type Placement, taintsOf } from "../placement";
import { agentNodes, lokiPlacement } from "../placements";
import { FULL } from "./causes";

/** Each is a request; where so many large ones are full, the others are hardly empty. */
const ASKED = 20;

/** Where a pod could run if nothing else did. */
export interface Places {
  readonly all: readonly V1Node[];
  readonly fitting: readonly V1Node[];
  /** Those of them that are worth asking for their pods, the largest first. */
  readonly largest: readonly V1Node[];
}

export function placesFor(placement: Placement, all: readonly V1Node[]): Places {
  const fitting = all.filter((node) => obstacle(node, placement) === null).sort((a, b) => memoryOf(b) - memoryOf(a));
  return { all, fitting, largest: fitting.slice(0, ASKED) };
}

/** @param found whether one of the largest has room for Loki */
export function judgeRoom({ all, fitting, largest }: Places, found: boolean, deployment: Deployment): Outcome {
  const agents = agentNodes(all, deployment);
  if (found) {
    const figure = `${agents.length} of ${all.length} nodes take an agent, Loki fits on ${fitting.length}`;
    return holds(figure, ...notesOf(agents, deployment));
  }
  const { memoryRequest, cpuRequest } = lokiPlacement(deployment).resources;
  const asked = largest.length < fitting.length ? `the ${largest.length} largest` : `${fitting.length}`;
  return doubtful({
    found: `none of ${asked} nodes has room at this moment`,
    wanted: `${memoryRequest} of memory and ${cpuRequest} CPU for Loki`,
    causes: [FULL],
  });
}

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
