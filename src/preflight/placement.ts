import type { V1Node, V1Pod, V1Taint } from "@kubernetes/client-node";
import type { ResourcesModel } from "../cluster/resources";
import { keepsPodsOut, shownTaint, type Taint, type Toleration, tolerates } from "../cluster/tolerations";
import { amountOf, isMore } from "./amount";
import { holdsResources, requested } from "./pod-requests";

/** A kind of the plan's pods, as far as the scheduler looks at it. */
export interface Placement {
  readonly name: string;
  readonly tolerations: readonly Toleration[];
  /** Labels that a node must have. */
  readonly nodeSelector: Readonly<Record<string, unknown>>;
  readonly resources: Pick<ResourcesModel, "cpuRequest" | "memoryRequest">;
}

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
  if (amountOf(memory) < memoryRequest.toBytes()) return { why: `it has ${memory} of memory`, isSize: true };
  return amountOf(cpu) < amountOf(`${cpuRequest}`) ? { why: `it has ${cpu} CPU`, isSize: true } : null;
}

function keptOut(node: V1Node, { tolerations, nodeSelector }: Placement): string | null {
  const taint = taintsOf(node).find((each) => keepsPodsOut(each) && !tolerations.some((has) => tolerates(has, each)));
  if (taint !== undefined) return `the taint ${shownTaint(taint)}`;
  if (node.spec?.unschedulable === true) return "it is cordoned";
  const label = missingLabel(node, nodeSelector);
  return label === null ? null : `it has no label ${label}`;
}

/** @returns null where the node has every label of the selector */
export function missingLabel({ metadata }: V1Node, nodeSelector: Placement["nodeSelector"]): string | null {
  const label = Object.entries(nodeSelector).find(([key, value]) => metadata?.labels?.[key] !== value);
  return label === undefined ? null : `${label[0]}=${label[1]}`;
}

/** Whether a pod fits beside those that are on the node. */
export function hasRoom(node: V1Node, pods: readonly V1Pod[], { resources }: Placement): boolean {
  const running = pods.filter(holdsResources);
  const free = (resource: "cpu" | "memory") =>
    amountOf(node.status?.allocatable?.[resource] ?? "0") -
    running.reduce((sum, pod) => sum + requested(pod, resource), 0);
  const isShort =
    isMore(resources.memoryRequest.toBytes(), free("memory")) ||
    isMore(amountOf(`${resources.cpuRequest}`), free("cpu"));
  return !isShort;
}

export function memoryOf({ status }: V1Node): number {
  return amountOf(status?.allocatable?.["memory"] ?? "0");
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
