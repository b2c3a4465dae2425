import type { V1Node } from "@kubernetes/client-node";
import type { Taint } from "../../cluster/tolerations";

export function nodeName({ metadata }: V1Node): string {
  return metadata?.name ?? "";
}

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

/**
 * The taints that people set. Those under "node.kubernetes.io" tell a state of the node, and the controller of
 * DaemonSets tolerates them.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
 */
export function ownTaints({ spec }: V1Node): readonly Taint[] {
  return (spec?.taints ?? [])
    .filter(({ key }) => !key.startsWith("node.kubernetes.io/"))
    .map(({ key, value, effect }) => ({ key, value: value || null, effect }));
}

/** Whether a node has every label of a selector. */
export function isSelected({ metadata }: V1Node, selector: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([label, value]) => metadata?.labels?.[label] === value);
}

/** Whether the plan's agents run on it: their selector is this label, which the kubelet sets. */
export function isLinux({ metadata }: V1Node): boolean {
  return metadata?.labels?.["kubernetes.io/os"] === "linux";
}
