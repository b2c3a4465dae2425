import type { V1Node } from "@kubernetes/client-node";
import type { Cluster } from "./cluster/cluster";
import { everyPage } from "./cluster/pages";

/** Asks for every node at the first call, and for none at the others. */
export function nodesOf(cluster: Pick<Cluster, "core">, signal: AbortSignal): () => Promise<readonly V1Node[]> {
  let nodes: Promise<readonly V1Node[]> | null = null;
  return () => {
    nodes ??= everyPage((paging) => cluster.core(signal).listNode(paging));
    return nodes;
  };
}
