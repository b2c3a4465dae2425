import type { V1Node, V1Taint } from "@kubernetes/client-node";
import type { Taint } from "../../cluster/tolerations";
import { amountOf } from "../amount";
import type { Placement } from "./placement";

export function nameOf({ metadata }: V1Node): string {
  return metadata?.name ?? "";
}

/** What pods may reserve of a resource. */
export function allocatable({ status }: V1Node, resource: "cpu" | "memory" | "pods"): number {
  return amountOf(status?.allocatable?.[resource] ?? "0");
}

/** @returns null where the node has every label of the selector */
export function missingLabel({ metadata }: V1Node, nodeSelector: Placement["nodeSelector"]): string | null {
  const label = Object.entries(nodeSelector).find(([key, value]) => metadata?.labels?.[key] !== value);
  return label === undefined ? null : `${label[0]}=${label[1]}`;
}

export function taintsOf({ spec }: V1Node): readonly Taint[] {
  return (spec?.taints ?? []).map(({ key, value, effect }: V1Taint) => ({ key, value: value ?? null, effect }));
}

/**
 * Kubernetes' own taints tell a node's state, and come and go; every DaemonSet tolerates them.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
 */
export function isState({ key }: Taint): boolean {
  return key.startsWith("node.kubernetes.io/");
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
