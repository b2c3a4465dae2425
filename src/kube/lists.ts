import type { CoreV1Api, V1ListMeta, V1Node } from "@kubernetes/client-node";
import { memoize } from "./async";
import type { Cluster } from "./cluster";

interface Page<T> {
  readonly items: readonly T[];
  readonly metadata?: V1ListMeta;
}

/** The parameters that every list request of the client library takes. */
export interface Paging {
  readonly limit: number;
  readonly _continue?: string;
}

/** kubectl's default for --chunk-size. */
const PAGE_SIZE = 500;

/** Lists all objects in pages: a response with thousands of objects is expensive for the API server. */
export async function listAll<T>(request: (paging: Paging) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let paging: Paging | null = { limit: PAGE_SIZE };
  while (paging !== null) {
    const page: Page<T> = await request(paging);
    items.push(...page.items);
    const next = page.metadata?._continue;
    paging = next ? { limit: PAGE_SIZE, _continue: next } : null;
  }
  return items;
}

/** Returns the items of a metadata-only list, which are null if there are none. */
export function itemsOf<T>({ items }: { readonly items: readonly T[] | null }): readonly T[] {
  return items ?? [];
}

export function listNodes(core: Pick<CoreV1Api, "listNode">): Promise<readonly V1Node[]> {
  return listAll((paging) => core.listNode(paging));
}

/** Returns a function that lists the nodes on its first call, and returns the same nodes to every caller. */
export function memoizedNodes(cluster: Pick<Cluster, "core">, signal: AbortSignal): () => Promise<readonly V1Node[]> {
  return memoize(() => listNodes(cluster.core(signal)));
}
