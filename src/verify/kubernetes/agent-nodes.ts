import type { V1Node } from "@kubernetes/client-node";
import { memoize } from "../../kube/async";
import { Duration } from "../../units";
import { isLinux, isReady, readySince } from "./node";

/** So long a node that has joined may take to pull the agents' images and to start them. */
const SETTLING = Duration.minutes(3);

/**
 * The nodes of which the agents' work is expected: those that run Linux and have been ready for some minutes. Where none
 * has been for so long, as in a cluster that has just begun, it is every one that is ready.
 */
export function settledNodes(nodes: readonly V1Node[], now: Date): readonly V1Node[] {
  const ready = nodes.filter((node) => isLinux(node) && isReady(node));
  const latest = now.getTime() - SETTLING.toMilliseconds();
  const settled = ready.filter((node) => readySince(node) <= latest);
  return settled.length === 0 ? ready : settled;
}

/** Reckons them at the first call, and not at the others: a node that settles in between would be expected by some links alone. */
export function settledOnce(nodes: () => Promise<readonly V1Node[]>): () => Promise<readonly V1Node[]> {
  return memoize(async () => settledNodes(await nodes(), new Date()));
}

/** Those that will have agents too, and have just joined. */
export function joiningNodes(nodes: readonly V1Node[], settled: readonly V1Node[]): readonly V1Node[] {
  return nodes.filter((node) => isLinux(node) && isReady(node) && !settled.includes(node));
}
