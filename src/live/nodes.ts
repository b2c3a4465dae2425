import type { CoreV1Api, V1Node } from "@kubernetes/client-node";
import type { Cluster } from "./cluster/cluster";
import { everyPage } from "./cluster/pages";

export function everyNode(core: Pick<CoreV1Api, "listNode">): Promise<readonly V1Node[]> {
  return everyPage((paging) => core.listNode(paging));
}

/** Asks for every node at the first call, and for none at the others. */
export function nodesOf(cluster: Pick<Cluster, "core">, signal: AbortSignal): () => Promise<readonly V1Node[]> {
  let nodes: Promise<readonly V1Node[]> | null = null;
  return () => {
    nodes ??= everyNode(cluster.core(signal));
    return nodes;
  };
}
