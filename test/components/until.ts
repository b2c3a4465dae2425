import { setTimeout as sleep } from "node:timers/promises";

export interface Timeout {
  readonly seconds: number;
  readonly everyMs?: number;
}

/**
 * Polls until a condition holds. Timeouts are generous, for slow machines: no test waits for one to expire.
 * @param what the awaited event, for the error message
 * @throws Error if it doesn't happen in time
 */
export async function until(
  what: string,
  { seconds, everyMs = 500 }: Timeout,
  hasHappened: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await hasHappened())) {
    if (Date.now() > end) throw new Error(`timeout after ${seconds} s: ${what}`);
    await sleep(everyMs);
  }
}
