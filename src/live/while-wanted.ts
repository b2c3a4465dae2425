/** Waits for work that others wait for too, until nobody here wants it any more: the work itself goes on. */
export async function whileWanted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const unwanted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, unwanted]).finally(() => signal.removeEventListener("abort", stop));
}
