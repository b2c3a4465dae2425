import type { V1Node } from "@kubernetes/client-node";
import { shownTaint, type Taint } from "../cluster/taints";

export function nodeName({ metadata }: V1Node): string {
  return metadata?.name ?? "";
}

/** Returns the first label of the selector that the node lacks, as "key=value", or null if it matches. */
export function missingLabel({ metadata }: V1Node, selector: Readonly<Record<string, unknown>>): string | null {
  const label = Object.entries(selector).find(([key, value]) => metadata?.labels?.[key] !== value);
  return label === undefined ? null : `${label[0]}=${label[1]}`;
}

/** Returns the name of the node's container runtime, such as "containerd", or an empty text if the node reports none. */
export function containerRuntimeOf({ status }: V1Node): string {
  const { containerRuntimeVersion = "" } = status?.nodeInfo ?? {};
  return containerRuntimeVersion.replace(/:\/\/.*$/, "");
}

export function runsDocker(node: V1Node): boolean {
  return containerRuntimeOf(node) === "docker";
}

export function taintsOf({ spec }: V1Node): readonly Taint[] {
  return (spec?.taints ?? []).map(({ key, value, effect }) => ({ key, value: value || null, effect }));
}

/**
 * Returns the taints that operators set. Kubernetes itself sets and removes taints under "node.kubernetes.io" as the
 * node's condition changes, and every DaemonSet tolerates them.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
 */
export function userTaints(node: V1Node): readonly Taint[] {
  return taintsOf(node).filter(({ key }) => !key.startsWith("node.kubernetes.io/"));
}

/** Returns the operators' taints that the settings don't declare, which `npm run check` can't take into account. */
export function undeclaredTaints(nodes: readonly V1Node[], declared: readonly Taint[] | null): readonly string[] {
  const known = new Set((declared ?? []).map(shownTaint));
  return [...new Set(nodes.flatMap(userTaints).map(shownTaint))].filter((taint) => !known.has(taint));
}
