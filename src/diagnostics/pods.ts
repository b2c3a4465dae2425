import type { CoreV1Api, CoreV1Event, V1ContainerStatus, V1ObjectMeta, V1Pod } from "@kubernetes/client-node";
import type { Cluster } from "../kube/cluster";
import { listAll } from "../kube/lists";
import { labelSelectorOf } from "../kube/pod";

export function podName({ metadata }: V1Pod): string {
  return metadata?.name ?? "";
}

/** The states of a pod's containers, init containers first. */
export function containersOf({ status }: V1Pod): readonly V1ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** The node that a pod runs on, or that its DaemonSet assigned to it. */
export function nodeOf({ spec }: V1Pod): string | null {
  return spec?.nodeName ?? meantFor(spec?.affinity?.nodeAffinity) ?? null;
}

type NodeAffinity = NonNullable<NonNullable<NonNullable<V1Pod["spec"]>["affinity"]>["nodeAffinity"]>;

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled */
function meantFor(affinity: NodeAffinity | undefined): string | undefined {
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap(({ matchFields = [] }) => matchFields).find(({ key }) => key === "metadata.name")?.values?.[0];
}

export interface PodLister {
  core(signal: AbortSignal): Pick<CoreV1Api, "listNamespacedPod">;
}

/** All pods of a namespace that have all of the labels, on one node or on all nodes. */
export function podsLabelled(
  cluster: PodLister,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
  node: string | null = null,
): Promise<readonly V1Pod[]> {
  const core = cluster.core(signal);
  const labelSelector = labelSelectorOf(labels);
  const onNode = node !== null && { fieldSelector: `spec.nodeName=${node}` };
  return listAll((page) => core.listNamespacedPod({ namespace, labelSelector, ...onNode, ...page }));
}

/** An object that events are about. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
}

/** The warnings of a namespace, which the API server keeps for an hour. */
export async function warningsIn(cluster: Cluster, namespace: string, signal: AbortSignal) {
  const list = await cluster
    .core(signal)
    .listNamespacedEvent({ namespace, fieldSelector: "type=Warning", limit: MAX_EVENTS });
  return list.items;
}

const MAX_EVENTS = 500;

/** The warnings about one object, the latest first. */
export function about(events: readonly CoreV1Event[], { kind, name }: Subject): readonly CoreV1Event[] {
  return events
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name)
    .sort((a, b) => timeOf(b) - timeOf(a));
}

function timeOf({ lastTimestamp, eventTime, firstTimestamp }: CoreV1Event): number {
  return (lastTimestamp ?? eventTime ?? firstTimestamp)?.getTime() ?? 0;
}

interface Workload {
  readonly metadata?: Pick<V1ObjectMeta, "generation">;
  readonly status?: { readonly observedGeneration?: number };
}

/** Whether the controller has observed the newest revision. Until then, its numbers are those of the previous one. */
export function isObserved({ metadata, status }: Workload): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
}
