/**
 * The pods of a drill: one on each node writes a marker line and the node's inotify limits, and some of them in the
 * container whose lines fire the drill's alert.
 */
export interface Drill {
  /** What makes the lines of this run tell apart from those of all others. */
  readonly marker: string;
  readonly namespace: string;
  /**
   * Silences the drill's alert, where that hasn't begun yet. Until it has, no pod is made.
   * @throws what Alertmanager answers where it takes no silence: then no pod's line fires
   */
  silenced(signal: AbortSignal): Promise<void>;
  /** Makes the pods, where that hasn't begun yet, and waits until each has written or can't. */
  probes(signal: AbortSignal): Promise<readonly Probe[]>;
  /** Removes all that was made, and what an earlier run has left behind. */
  end(): Promise<void>;
}

/** The pod of one node. */
export interface Probe {
  readonly node: string;
  readonly pod: string;
  readonly container: string;
  /**
   * When it wrote, on this machine's monotonic clock (performance.now): the time of its line, or where its log can't be
   * read, of its making, so that a time from then is at most so long; null where it hasn't.
   */
  readonly wroteAt: number | null;
  /** What it wrote; null where it hasn't, or its log can't be read. */
  readonly text: string | null;
  /** Why there is no text, in the words of Kubernetes. */
  readonly problem: string | null;
}

/** Another machine's time on the clock of the probes, as far as both machines' clocks agree. */
export function probeTime(time: Date): number {
  return time.getTime() - performance.timeOrigin;
}

/** The container whose lines the drill's rule reads, which rules/log-path-drill.yaml names. */
export const FIRING = "log-path-drill";

/** The container of all other pods. */
export const QUIET = "log-path-marker";

/** What every pod writes; the drill's rule reads it. */
export function markerLine(marker: string): string {
  return `log-path-drill marker=${marker}`;
}
