import type { V1Node } from "@kubernetes/client-node";
import { shownTaint, type Taint } from "../cluster/tolerations";

export function nodeName({ metadata }: V1Node): string {
  return metadata?.name ?? "";
}

/** @returns null where the node has every label of the selector */
export function missingLabel({ metadata }: V1Node, selector: Readonly<Record<string, unknown>>): string | null {
  const label = Object.entries(selector).find(([key, value]) => metadata?.labels?.[key] !== value);
  return label === undefined ? null : `${label[0]}=${label[1]}`;
}

export function taintsOf({ spec }: V1Node): readonly Taint[] {
  return (spec?.taints ?? []).map(({ key, value, effect }) => ({ key, value: value || null, effect }));
}

/**
 * The taints that people set. Those under "node.kubernetes.io" tell a state of the node, come and go, and are tolerated by
 * every DaemonSet.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
 */
export function ownTaints(node: V1Node): readonly Taint[] {
  return taintsOf(node).filter(({ key }) => !key.startsWith("node.kubernetes.io/"));
}

/** Those that people have set and not declared, of which "npm run check" doesn't know. */
export function undeclaredTaints(nodes: readonly V1Node[], declared: readonly Taint[] | null): readonly string[] {
  const known = new Set((declared ?? []).map(shownTaint));
  return [...new Set(nodes.flatMap(ownTaints).map(shownTaint))].filter((taint) => !known.has(taint));
}
