/** Whether a signal has ended because its time was over, and not because somebody ended the run. */
export function isTimeOut({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof DOMException && reason.name === "TimeoutError";
}
