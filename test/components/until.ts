import { setTimeout as sleep } from "node:timers/promises";

export interface Timeout {
  readonly seconds: number;
  readonly everyMs?: number;
}

/**
 * Asks again and again until the answer is yes. The limits are for a machine that is slow: nothing waits for them.
 * @param what happens, for the message where it doesn't
 */
export async function until(
  what: string,
  { seconds, everyMs = 500 }: Timeout,
  hasHappened: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await hasHappened())) {
    if (Date.now() > end) throw new Error(`${what}: it did not happen within ${seconds} s`);
    await sleep(everyMs);
  }
}
