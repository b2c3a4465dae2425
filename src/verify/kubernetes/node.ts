import type { V1Node } from "@kubernetes/client-node";

export function isReady(node: V1Node): boolean {
  return readiness(node)?.status === "True";
}

/** Since when a node is ready, in milliseconds since 1970; 0 where that isn't told. */
export function readySince(node: V1Node): number {
  return readiness(node)?.lastTransitionTime?.getTime() ?? 0;
}

function readiness({ status }: V1Node) {
  return status?.conditions?.find(({ type }) => type === "Ready");
}

/** Whether the plan's agents run on it: their selector is this label, which the kubelet sets. */
export function isLinux({ metadata }: V1Node): boolean {
  return metadata?.labels?.["kubernetes.io/os"] === "linux";
}
