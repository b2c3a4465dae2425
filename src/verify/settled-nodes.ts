import type { V1Node } from "@kubernetes/client-node";
import { memoize } from "../kube/async";
import { Duration } from "../units";

export function isReady(node: V1Node): boolean {
  return readiness(node)?.status === "True";
}

/** When a node became ready, in milliseconds since 1970. Returns 0 if the node does not report it. */
function readySince(node: V1Node): number {
  return readiness(node)?.lastTransitionTime?.getTime() ?? 0;
}

function readiness({ status }: V1Node) {
  return status?.conditions?.find(({ type }) => type === "Ready");
}

/** Whether agents run on the node. Their selector is this label, which the kubelet sets. */
export function isLinux({ metadata }: V1Node): boolean {
  return metadata?.labels?.["kubernetes.io/os"] === "linux";
}

/** How long a node that joins may take to pull the agents' images and to start them. */
const SETTLING_TIME = Duration.minutes(3);

/**
 * The nodes whose agents are expected to work: those that run Linux and have been ready for some minutes. In a new cluster,
 * where no node has been ready that long, all ready nodes.
 */
export function settledNodes(nodes: readonly V1Node[], now: Date): readonly V1Node[] {
  const ready = nodes.filter((node) => isLinux(node) && isReady(node));
  const latest = now.getTime() - SETTLING_TIME.toMilliseconds();
  const settled = ready.filter((node) => readySince(node) <= latest);
  return settled.length === 0 ? ready : settled;
}

/** Memoized, so that all diagnostics expect the same nodes. */
export function memoizedSettledNodes(nodes: () => Promise<readonly V1Node[]>): () => Promise<readonly V1Node[]> {
  return memoize(async () => settledNodes(await nodes(), new Date()));
}

/** The nodes that joined a moment ago and will have agents, too. */
export function joiningNodes(nodes: readonly V1Node[], settled: readonly V1Node[]): readonly V1Node[] {
  return nodes.filter((node) => isLinux(node) && isReady(node) && !settled.includes(node));
}
