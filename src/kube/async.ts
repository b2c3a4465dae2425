import { setMaxListeners } from "node:events";
import type { Duration } from "../units";

/** Returns a function that starts the work on its first call, and returns the same promise to every caller. */
export function memoize<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}

/**
 * Maps the items with limited concurrency.
 * @param concurrency the maximum number of items in progress at the same time
 * @returns the results, in the order of the items
 * @throws the first failure, once all work in progress has ended
 */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = entries(items);
  const worker = async () => {
    for (const [index, item] of queue) results.set(index, await work(item, index));
  };
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, worker);
  for (const ended of await Promise.allSettled(workers)) if (ended.status === "rejected") throw ended.reason;
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}

/** A generator that all workers share. A worker that fails closes it, so no other item starts. */
function* entries<T>(items: readonly T[]) {
  yield* items.entries();
}

/**
 * Waits for shared work until the signal aborts. The work itself continues for its other callers.
 * @param start called only if the signal isn't aborted, so that a failure of the work never goes unhandled
 * @throws the signal's reason once it aborts
 */
export async function abortable<T>(start: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  // Many waits listen to the same signal. By default Node warns of a memory leak.
  setMaxListeners(0, signal);
  const work = start();
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener("abort", abort));
}

/** Returns a signal that aborts with the given signal or after the timeout, whichever comes first. */
export function withTimeout(signal: AbortSignal, timeout: Duration): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeout.toMilliseconds())]);
}

/** Returns whether a timeout aborted the signal, and not another reason, such as Ctrl-C. */
export function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof DOMException && reason.name === "TimeoutError";
}
