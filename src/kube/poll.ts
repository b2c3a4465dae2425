import { setTimeout as sleep } from "node:timers/promises";
import type { Duration } from "../units";
import { HttpError } from "./http-service";

export interface PollProps<T> {
  readonly request: () => Promise<T>;
  readonly isEnough: (result: T) => boolean;
  readonly timeout: Duration;
  readonly signal: AbortSignal;
}

/** In milliseconds: short compared with the delays to measure, long compared with one response. */
const INTERVAL = 500;

/**
 * Repeats a request until its result is sufficient or the timeout has passed. Retries transient service failures.
 * @returns the last result
 * @throws HttpError if the service still fails after the timeout, or the signal's reason if it aborts
 */
export async function poll<T>({ request, isEnough, timeout, signal }: PollProps<T>): Promise<T> {
  const end = performance.now() + timeout.toMilliseconds();
  for (;;) {
    const start = performance.now();
    const result = await attempt(request, () => performance.now() <= end && !signal.aborted);
    if (result !== null && (isEnough(result.value) || performance.now() > end)) return result.value;
    // Polls a slow service less often. An abort throws the signal's reason, not the timer's error.
    await sleep(Math.max(INTERVAL, performance.now() - start), undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
  }
}

/** Returns null for a transient failure if there is time for another request. */
async function attempt<T>(request: () => Promise<T>, hasTime: () => boolean): Promise<{ readonly value: T } | null> {
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
