/** A log that was asked for with its timestamps. */
export interface StampedLog {
  /** What was written, without them. */
  readonly text: string;
  /** When the last line was written, by the node's clock; null where there is none. */
  readonly lastAt: Date | null;
}

/** The container runtime's time of a line, which the kubelet writes before it. */
const STAMP = /^(\d{4}-\d\d-\d\dT\S+) /gm;

export function stampedLog(log: string): StampedLog {
  const last = [...log.matchAll(STAMP)].at(-1)?.[1];
  return { text: log.replace(STAMP, ""), lastAt: last === undefined ? null : new Date(last) };
}
