import { setTimeout as sleep } from "node:timers/promises";
import type { Duration } from "../units";
import { HttpError } from "./http-service";

export interface Polling<T> {
  readonly ask: () => Promise<T>;
  readonly isEnough: (answer: T) => boolean;
  /** How long to go on asking. */
  readonly within: Duration;
  readonly signal: AbortSignal;
}

/** Short beside what is measured, and long beside what an answer takes. */
const PAUSE = 500;

/**
 * Asks until the answer is enough or the time is over. A service that fails for a moment is asked again.
 * @returns the last answer
 * @throws HttpError where the service still fails when the time is over, and the signal's reason where that ends it
 */
export async function poll<T>({ ask, isEnough, within, signal }: Polling<T>): Promise<T> {
  const end = performance.now() + within.toMilliseconds();
  for (;;) {
    const start = performance.now();
    const answer = await answerOf(ask, () => performance.now() <= end && !signal.aborted);
    if (answer !== null && (isEnough(answer.is) || performance.now() > end)) return answer.is;
    // An answer that takes long is hard on who gives it.
    // Not the timer's own error, but why nobody waits any more.
    await sleep(Math.max(PAUSE, performance.now() - start), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** @returns null for a failure that may pass, where there is time for that */
async function answerOf<T>(ask: () => Promise<T>, isTime: () => boolean): Promise<{ readonly is: T } | null> {
  try {
    return { is: await ask() };
  } catch (error) {
    if (isTime() && isPassing(error)) return null;
    throw error;
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  return error.status === null || error.status === 429 || error.status >= 500;
}
