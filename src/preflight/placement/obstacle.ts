import type { V1Node } from "@kubernetes/client-node";
import { keepsPodsOut, shownTaint, tolerates } from "../../cluster/taints";
import { missingLabel, taintsOf } from "../../kube/node";
import { amountOf } from "../amount";
import { allocatable } from "./node";
import type { Placement } from "./placement";

/** Why a pod can't run on a node even if nothing else did. */
export interface Obstacle {
  readonly why: string;
  /** Whether the node is too small. */
  readonly isSize: boolean;
}

/** @returns null where the pod can run on the node */
export function obstacle(node: V1Node, placement: Placement): Obstacle | null {
  const kept = keptOut(node, placement);
  if (kept !== null) return { why: kept, isSize: false };
  const { memoryRequest, cpuRequest } = placement.resources;
  const { memory = "0", cpu = "0" } = node.status?.allocatable ?? {};
  if (allocatable(node, "memory") < memoryRequest.toBytes()) return { why: `it has ${memory} of memory`, isSize: true };
  return allocatable(node, "cpu") < amountOf(`${cpuRequest}`) ? { why: `it has ${cpu} CPU`, isSize: true } : null;
}

function keptOut(node: V1Node, { tolerations, nodeSelector }: Placement): string | null {
  const taint = taintsOf(node).find((each) => keepsPodsOut(each) && !tolerations.some((has) => tolerates(has, each)));
  if (taint !== undefined) return `the taint ${shownTaint(taint)}`;
  if (node.spec?.unschedulable === true) return "it is cordoned";
  const label = missingLabel(node, nodeSelector);
  return label === null ? null : `it has no label ${label}`;
}
