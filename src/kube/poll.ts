import { setTimeout as sleep } from "node:timers/promises";
import type { Duration } from "../units";
import { HttpError } from "./http-service";

export interface PollProps<T> {
  readonly request: () => Promise<T>;
  readonly isEnough: (answer: T) => boolean;
  readonly timeout: Duration;
  readonly signal: AbortSignal;
}

/** In milliseconds: short compared with the times that are measured, long compared with one answer. */
const INTERVAL = 500;

/**
 * Repeats a request until the answer is enough or the timeout has passed. Transient failures of the service are retried.
 * @returns the last answer
 * @throws HttpError if the service still fails after the timeout, or the signal's reason if it aborts
 */
export async function poll<T>({ request, isEnough, timeout, signal }: PollProps<T>): Promise<T> {
  const end = performance.now() + timeout.toMilliseconds();
  for (;;) {
    const start = performance.now();
    const answer = await answerOf(request, () => performance.now() <= end && !signal.aborted);
    if (answer !== null && (isEnough(answer.value) || performance.now() > end)) return answer.value;
    // A service that answers slowly is asked less often. An abort throws the signal's reason, not the timer's error.
    await sleep(Math.max(INTERVAL, performance.now() - start), undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
  }
}

/** Returns null for a transient failure if there is time for another request. */
async function answerOf<T>(request: () => Promise<T>, hasTime: () => boolean): Promise<{ readonly value: T } | null> {
  try {
    return { value: await request() };
  } catch (error) {
    if (hasTime() && isTransient(error)) return null;
    throw error;
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  return error.status === null || error.status === 429 || error.status >= 500;
}
