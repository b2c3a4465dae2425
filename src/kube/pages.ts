import type { V1ListMeta } from "@kubernetes/client-node";

interface Page<T> {
  readonly items: readonly T[];
  readonly metadata?: V1ListMeta;
}

export interface Paging {
  readonly limit: number;
  readonly _continue?: string;
}

/** What kubectl asks for at a time. */
const LIMIT = 500;

/** Everything of a list, a page at a time: a list of thousands in one answer is hard on the API server. */
export async function everyPage<T>(ask: (paging: Paging) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let paging: Paging | null = { limit: LIMIT };
  while (paging !== null) {
    const page: Page<T> = await ask(paging);
    items.push(...page.items);
    const next = page.metadata?._continue;
    paging = next ? { limit: LIMIT, _continue: next } : null;
  }
  return items;
}
