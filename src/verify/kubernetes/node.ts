import type { V1Node } from "@kubernetes/client-node";
import type { Taint } from "../../cluster/tolerations";

export function nodeName({ metadata }: V1Node): string {
  return metadata?.name ?? "";
}

export function isReady({ status }: V1Node): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
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
