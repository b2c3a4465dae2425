import type { Duration } from "../units";

/** What is said of an answer that doesn't come in time. */
export const LATE = "nothing in time";

/** Whether a signal has ended because its time was over, and not because somebody ended the run. */
export function isTimeOut({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof DOMException && reason.name === "TimeoutError";
}

/** A signal that also ends when a time of its own is over. */
export function within(signal: AbortSignal, patience: Duration): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(patience.toMilliseconds())]);
}
