import type { CoreV1Api, V1Node } from "@kubernetes/client-node";
import type { Cluster } from "./cluster";
import { once } from "./memoize";
import { everyPage } from "./pages";

export function everyNode(core: Pick<CoreV1Api, "listNode">): Promise<readonly V1Node[]> {
  return everyPage((paging) => core.listNode(paging));
}

/** Every node, asked for once. */
export function nodesOf(cluster: Pick<Cluster, "core">, signal: AbortSignal): () => Promise<readonly V1Node[]> {
  return once(() => everyNode(cluster.core(signal)));
}
