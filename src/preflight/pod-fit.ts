import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { mappingsAt, valueAt } from "../checks/values";
import type { ResourcesModel } from "../cluster/resources";
import { keepsPodsOut, shownTaint, type Toleration, tolerates } from "../cluster/taints";
import { missingLabel, nodeName, taintsOf } from "../kube/node";
import { amountOf, holdsResources, isMore, podAmount, type Resource } from "../kube/quantities";
import { isPlainObject } from "../settings/plain-object";
import type { RenderedRelease, RenderedStack } from "../stack/rendered-stack";
import { PAUSE, SYSCTL_TOLERATIONS } from "../sysctl/model";
import type { Values } from "../terraform/chart-values";

/** What the scheduler considers of a pod of the stack. */
export interface PodRequirements {
  readonly name: string;
  readonly tolerations: readonly Toleration[];
  /** Labels that a node must have. */
  readonly nodeSelector: Readonly<Record<string, unknown>>;
  readonly resources: Pick<ResourcesModel, "cpuRequest" | "memoryRequest">;
}

/** The pods that every node runs. */
export function daemonSets({ agent, model: { alloy, inotify } }: RenderedStack): readonly PodRequirements[] {
  const agents = requirementsIn(agent, "controller", alloy.agent.resources);
  return [agents, { ...agents, name: inotify.name, tolerations: SYSCTL_TOLERATIONS, resources: PAUSE }];
}

/** The nodes that the agents and sysctl-inotify run on: those with Linux. */
export function agentNodes(nodes: readonly V1Node[], { agent }: RenderedStack): readonly V1Node[] {
  const selector = nodeSelectorAt(agent.values, "controller");
  return nodes.filter((node) => missingLabel(node, selector) === null);
}

/** The pods that one node runs. */
export function singlePods(stack: RenderedStack): readonly PodRequirements[] {
  const { events, model } = stack;
  const loki = lokiPod(stack);
  if (events === null || model.alloy.events === null) return [loki];
  return [loki, requirementsIn(events, "controller", model.alloy.events.resources)];
}

export function lokiPod({ loki, model }: RenderedStack): PodRequirements {
  return requirementsIn(loki, "singleBinary", model.loki.resources);
}

function requirementsIn(
  { release, values }: RenderedRelease,
  at: string,
  resources: PodRequirements["resources"],
): PodRequirements {
  const tolerations = mappingsAt(values, `${at}.tolerations`);
  return { name: release, tolerations, nodeSelector: nodeSelectorAt(values, at), resources };
}

function nodeSelectorAt(values: Values, at: string): PodRequirements["nodeSelector"] {
  const selector = valueAt(values, `${at}.nodeSelector`);
  return isPlainObject(selector) ? selector : {};
}

/** The amount of a resource that pods can reserve on a node. */
function allocatable({ status }: V1Node, resource: Resource | "pods"): number {
  return amountOf(status?.allocatable?.[resource] ?? "0");
}

/** Whether a service runs the node's pods. Such a node runs no pod of a DaemonSet. */
export function isVirtual({ metadata }: V1Node): boolean {
  const { "eks.amazonaws.com/compute-type": compute, type } = metadata?.labels ?? {};
  return compute === "fargate" || type === "virtual-kubelet";
}

/** The labels by which providers and Karpenter name a node's pool. */
export const POOL_LABELS = [
  "karpenter.sh/nodepool",
  "cloud.google.com/gke-nodepool",
  "eks.amazonaws.com/nodegroup",
  "kubernetes.azure.com/agentpool",
] as const;

/** The pool of a node, as "label=name". Null if it belongs to none. An autoscaler may add nodes to a pool. */
export function poolOf({ metadata }: V1Node): string | null {
  const label = POOL_LABELS.find((each) => metadata?.labels?.[each] !== undefined);
  return label === undefined ? null : `${label}=${metadata?.labels?.[label]}`;
}

/** A reason for which a pod cannot run on a node, even if nothing else runs there. */
export interface Obstruction {
  readonly kind: "taint" | "condition" | "cordoned" | "label" | "memory" | "cpu";
  /** The taint, the missing label, or the allocatable amount. Empty for a cordoned node. */
  readonly value: string;
}

/** All obstructions, for a node that needs several changes. Empty if the pod can run on the node. */
export function obstructions(node: V1Node, pod: PodRequirements): readonly Obstruction[] {
  return [...exclusions(node, pod), ...sizeObstructions(node, pod)];
}

/** The taint of a cordoned node, which the node's specification also shows. */
const CORDONED = "node.kubernetes.io/unschedulable";

/** Kubernetes sets and removes taints with this prefix as a node's conditions change. */
const CONDITIONS = "node.kubernetes.io/";

function exclusions(node: V1Node, { tolerations, nodeSelector }: PodRequirements): readonly Obstruction[] {
  const isCordoned = node.spec?.unschedulable === true;
  const taints = taintsOf(node)
    .filter(({ key }) => !(isCordoned && key === CORDONED))
    .filter((taint) => keepsPodsOut(taint) && !tolerations.some((toleration) => tolerates(toleration, taint)))
    .map((taint) => ({
      kind: taint.key.startsWith(CONDITIONS) ? ("condition" as const) : ("taint" as const),
      value: shownTaint(taint),
    }));
  const label = missingLabel(node, nodeSelector);
  return [
    ...taints,
    ...(isCordoned ? [{ kind: "cordoned" as const, value: "" }] : []),
    ...(label === null ? [] : [{ kind: "label" as const, value: label }]),
  ];
}

function sizeObstructions(node: V1Node, { resources }: PodRequirements): readonly Obstruction[] {
  const { memory = "0", cpu = "0" } = node.status?.allocatable ?? {};
  const { memoryRequest, cpuRequest } = resources;
  return [
    ...(allocatable(node, "memory") < memoryRequest.toBytes() ? [{ kind: "memory" as const, value: memory }] : []),
    ...(allocatable(node, "cpu") < amountOf(`${cpuRequest}`) ? [{ kind: "cpu" as const, value: cpu }] : []),
  ];
}

/** The obstruction in words. */
export function describeObstruction({ kind, value }: Obstruction): string {
  switch (kind) {
    case "taint":
    case "condition":
      return `the taint ${value}`;
    case "cordoned":
      return "it is cordoned";
    case "label":
      return `it has no label ${value}`;
    case "memory":
      return `it has ${value} of memory`;
    case "cpu":
      return `it has ${value} CPU`;
  }
}

/** The order of causes. A node that is too small is the most likely reason. */
const KINDS = ["memory", "cpu", "taint", "condition", "cordoned", "label"] as const;

interface ObstructedNode {
  readonly node: V1Node;
  readonly all: readonly Obstruction[];
}

/** One obstruction of each kind on the nodes with the fewest obstructions, which need the smallest change. */
export function decisiveObstructions(
  nodes: readonly ObstructedNode[],
): readonly (Obstruction & { readonly node: string })[] {
  const minimum = Math.min(...nodes.map(({ all }) => all.length));
  const closest = nodes
    .filter(({ all }) => all.length === minimum)
    .flatMap(({ node, all }) => all.map((each) => ({ node: nodeName(node), ...each })));
  return KINDS.flatMap((kind) => closest.find((each) => each.kind === kind) ?? []);
}

/** What a node lacks for more pods. */
export interface Shortage {
  readonly resource: "memory" | "CPU" | "pod slots";
  readonly detail: string;
}

/** Returns null if the pods fit on the node together with those that run there. */
export function shortage(node: V1Node, existing: readonly V1Pod[], pods: readonly PodRequirements[]): Shortage | null {
  const running = existing.filter(holdsResources);
  const slots = allocatable(node, "pods");
  if (running.length + pods.length > slots)
    return { resource: "pod slots", detail: `${running.length} of ${slots} pods` };
  const isShort = (resource: Resource) => {
    const reserved = running.reduce((sum, pod) => sum + podAmount(pod, resource), 0);
    return isMore(requestsOf(pods, resource), allocatable(node, resource) - reserved);
  };
  if (isShort("memory")) return { resource: "memory", detail: "too little memory" };
  return isShort("cpu") ? { resource: "CPU", detail: "too little CPU" } : null;
}

function requestsOf(pods: readonly PodRequirements[], resource: Resource): number {
  const requestOf = ({ resources: { cpuRequest, memoryRequest } }: PodRequirements) =>
    resource === "cpu" ? amountOf(`${cpuRequest}`) : memoryRequest.toBytes();
  return pods.reduce((sum, pod) => sum + requestOf(pod), 0);
}

/** The number of nodes whose pods are listed. If this many large nodes are full, the smaller ones are rarely empty. */
const MAX_NODES_EXAMINED = 20;

/** All nodes of a small cluster, or the largest of a large one. */
export function nodesToExamine(all: readonly V1Node[], stack: RenderedStack): readonly V1Node[] {
  const agents = agentNodes(all, stack);
  const largest = [...nodesForLoki(all, stack)]
    .sort((a, b) => allocatable(b, "memory") - allocatable(a, "memory"))
    .slice(0, MAX_NODES_EXAMINED);
  return agents.length <= MAX_NODES_EXAMINED ? [...new Set([...largest, ...agents])] : largest;
}

/** The nodes that can run Loki if nothing else runs there. */
export function nodesForLoki(all: readonly V1Node[], stack: RenderedStack): readonly V1Node[] {
  const loki = lokiPod(stack);
  return all.filter((node) => obstructions(node, loki).length === 0);
}
