import type { V1Node } from "@kubernetes/client-node";
import { listed } from "../../diagnostics/listed";
import { doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { nodeName } from "../../kube/node";
import type { RenderedStack } from "../../stack/rendered-stack";
import { FULL, NO_ROOM } from "./causes";
import { notesOf } from "./notes";
import { agentNodes, daemonSets, lokiPlacement } from "./placements";
import { fittingNodes, type Place } from "./places";
import { shortage } from "./shortage";

export interface Room {
  readonly all: readonly V1Node[];
  /** Those that were asked for their pods. */
  readonly asked: readonly Place[];
}

/** Whether the plan's pods fit beside the others: the DaemonSets' on every node, and Loki's on one beside them. */
export function judgeRoom({ all, asked }: Room, deployment: RenderedStack): Outcome {
  const agents = agentNodes(all, deployment);
  const fitting = fittingNodes(all, deployment);
  const candidates = asked.filter(({ node }) => fitting.includes(node));
  const own = daemonSets(deployment);
  const free = candidates.filter(
    ({ node, others }) => shortage(node, others, [...own, lokiPlacement(deployment)]) === null,
  );
  if (free.length === 0) return noRoomForLoki(candidates.length, fitting.length, deployment);
  const known = asked.filter(({ node }) => agents.includes(node));
  const full = judgeAgents(known, deployment);
  if (full !== null) return full;
  const figure =
    known.length === agents.length
      ? `${agents.length} of ${all.length} nodes have room for an agent, ${free.length} for Loki`
      : `${agents.length} of ${all.length} nodes take an agent; ${known.length} of them were asked and have room for it, ${free.length} for Loki`;
  return holds(figure, ...notesOf(agents, deployment));
}

function noRoomForLoki(candidates: number, fitting: number, deployment: RenderedStack): Outcome {
  const { memoryRequest, cpuRequest } = lokiPlacement(deployment).resources;
  const asked = candidates < fitting ? `the ${candidates} largest` : `${fitting}`;
  return doubtful({
    found: `none of ${asked} nodes has room at this moment`,
    expected: `${memoryRequest} of memory and ${cpuRequest} CPU for Loki, beside an agent`,
    causes: [FULL],
  });
}

function judgeAgents(known: readonly Place[], deployment: RenderedStack): Outcome | null {
  const own = daemonSets(deployment);
  const full = known.flatMap(({ node, others }) => {
    const lack = shortage(node, others, own);
    return lack === null ? [] : [{ name: nodeName(node), lack }];
  });
  const [first] = full;
  if (first === undefined) return null;
  return doubtful({
    found: listed(full.map(({ name, lack }) => `${name}: ${lack}`)),
    expected: `room for ${own.map(({ name }) => name).join(" and ")} on every node`,
    causes: [NO_ROOM],
    names: { node: first.name },
  });
}
