import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { amountOf, isMore } from "../amount";
import { holdsResources, requested } from "../pod-requests";
import { allocatable } from "./node";
import type { Placement } from "./placement";

/**
 * What a node has too little of for pods, beside those that are on it.
 * @returns null where they fit on it together
 */
export function shortage(node: V1Node, there: readonly V1Pod[], placements: readonly Placement[]): string | null {
  const running = there.filter(holdsResources);
  const slots = allocatable(node, "pods");
  if (running.length + placements.length > slots) return `${running.length} of ${slots} pods`;
  const isShort = (resource: "cpu" | "memory") => {
    const reserved = running.reduce((sum, pod) => sum + requested(pod, resource), 0);
    return isMore(needed(placements, resource), allocatable(node, resource) - reserved);
  };
  if (isShort("memory")) return "too little memory";
  return isShort("cpu") ? "too little CPU" : null;
}

function needed(placements: readonly Placement[], resource: "cpu" | "memory"): number {
  const of = ({ resources: { cpuRequest, memoryRequest } }: Placement) =>
    resource === "cpu" ? amountOf(`${cpuRequest}`) : memoryRequest.toBytes();
  return placements.reduce((sum, placement) => sum + of(placement), 0);
}
