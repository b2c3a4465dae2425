import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";

export function podName({ metadata }: V1Pod): string {
  return metadata?.name ?? "";
}

export function isPodReady({ metadata, status }: V1Pod): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

/** The states of its containers, the init containers' first. */
export function containersOf({ status }: V1Pod): readonly V1ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** The node that it runs on, or for which a DaemonSet means it. */
export function nodeOf({ spec }: V1Pod): string | null {
  return spec?.nodeName ?? meantFor(spec?.affinity?.nodeAffinity) ?? null;
}

type NodeAffinity = NonNullable<NonNullable<NonNullable<V1Pod["spec"]>["affinity"]>["nodeAffinity"]>;

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled */
function meantFor(affinity: NodeAffinity | undefined): string | undefined {
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap(({ matchFields = [] }) => matchFields).find(({ key }) => key === "metadata.name")?.values?.[0];
}
