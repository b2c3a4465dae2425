import { setMaxListeners } from "node:events";

/**
 * Waits for work that others wait for too, until nobody here wants it any more: the work itself goes on.
 * @param begin is asked only where somebody wants it: what has begun always has somebody who hears that it failed
 */
export async function abortable<T>(begin: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  // One signal ends many waits, which Node would take for a leak.
  setMaxListeners(0, signal);
  const work = begin();
  let stop: () => void = () => undefined;
  const unwanted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, unwanted]).finally(() => signal.removeEventListener("abort", stop));
}
