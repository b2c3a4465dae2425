import { setTimeout as sleep } from "node:timers/promises";
import { Duration } from "../units";

export interface Polling<T> {
  readonly ask: () => Promise<T>;
  readonly isEnough: (answer: T) => boolean;
  /** How long to go on asking. */
  readonly within: Duration;
  readonly signal: AbortSignal;
}

const MILLISECOND = Duration.milliseconds(1);

/** Short beside what is measured, and long beside what an answer takes. */
const PAUSE = 500;

/**
 * Asks until the answer is enough or the time is over.
 * @returns the last answer
 * @throws the signal's reason where that ends it
 */
export async function poll<T>({ ask, isEnough, within, signal }: Polling<T>): Promise<T> {
  const end = performance.now() + within.dividedBy(MILLISECOND);
  for (;;) {
    const start = performance.now();
    const answer = await ask();
    if (isEnough(answer) || performance.now() > end) return answer;
    // An answer that takes long is hard on who gives it.
    // Not the timer's own error, but why nobody waits any more.
    await sleep(Math.max(PAUSE, performance.now() - start), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
