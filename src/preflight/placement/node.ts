import type { V1Node } from "@kubernetes/client-node";
import { amountOf } from "../amount";

/** What pods may reserve of a resource. */
export function allocatable({ status }: V1Node, resource: "cpu" | "memory" | "pods"): number {
  return amountOf(status?.allocatable?.[resource] ?? "0");
}

/** Whether a service runs its pods, which has no place for those of a DaemonSet. */
export function isVirtual({ metadata }: V1Node): boolean {
  const { "eks.amazonaws.com/compute-type": compute, type } = metadata?.labels ?? {};
  return compute === "fargate" || type === "virtual-kubelet";
}

/** Whether it belongs to a pool, of which there may be others, and an autoscaler that adds nodes. */
export function isPooled({ metadata }: V1Node): boolean {
  return POOLS.some((label) => metadata?.labels?.[label] !== undefined);
}

/** The labels by which providers and Karpenter name a node's pool. */
export const POOLS = [
  "karpenter.sh/nodepool",
  "cloud.google.com/gke-nodepool",
  "eks.amazonaws.com/nodegroup",
  "kubernetes.azure.com/agentpool",
] as const;
