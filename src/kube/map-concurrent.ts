/**
 * Does something with each item, with so many at a time.
 * @returns the results in the items' order
 * @throws the first failure, once nothing is under way any more
 */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const rest = drawnFrom(items);
  const worker = async () => {
    for (const [index, item] of rest) results.set(index, await work(item, index));
  };
  const workers = Array.from({ length: Math.min(most, items.length) }, worker);
  for (const worked of await Promise.allSettled(workers)) if (worked.status === "rejected") throw worked.reason;
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}

/** All workers draw from one generator, which the first failure ends. */
function* drawnFrom<T>(items: readonly T[]) {
  yield* items.entries();
}
