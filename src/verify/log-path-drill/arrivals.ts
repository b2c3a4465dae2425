import { poll } from "../../kube/poll";
import type { Duration } from "../../units";
import type { Probe } from "./probes";

/** When the lines of a drill's pods are first seen in Loki. */
export class Arrivals {
  /** By pod, on the clock of the probes. */
  readonly seenAt = new Map<string, number>();

  constructor(private readonly requestPods: (signal: AbortSignal) => Promise<readonly string[]>) {}

  /** Requests the lines that are in Loki now. */
  async collect(signal: AbortSignal): Promise<void> {
    for (const pod of await this.requestPods(signal)) {
      if (!this.seenAt.has(pod)) this.seenAt.set(pod, performance.now());
    }
  }

  /** The probes whose line is written, but not in Loki. */
  missing(probes: readonly Probe[]): readonly Probe[] {
    return probes.filter(({ pod, wroteAt }) => wroteAt !== null && !this.seenAt.has(pod));
  }

  /** Waits until no written line is missing, or the timeout has passed. */
  async wait(probes: readonly Probe[], timeout: Duration, signal: AbortSignal): Promise<void> {
    const isEnough = () => this.missing(probes).length === 0;
    await poll({ request: () => this.collect(signal), isEnough, timeout, signal });
  }
}

/** In milliseconds. If a node's clock is ahead of this machine's, a line seems to arrive before it is written. */
export function latencies(probes: readonly Probe[], arrived: ReadonlyMap<string, number>): readonly number[] {
  return probes.map(({ pod, wroteAt }) => {
    const at = arrived.get(pod) ?? 0;
    return Math.max(0, at - (wroteAt ?? at));
  });
}

/**
 * The maximum and the median of latencies in milliseconds. Each is an upper bound, as far as the nodes' clocks agree
 * with this machine's: Loki is asked every half second.
 */
export function latencyText(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  return `${within(sorted.at(-1) ?? 0)}, median ${seconds(medianOf(sorted))}`;
}

/** A latency that is an upper bound. */
export function within(milliseconds: number): string {
  return `within ${seconds(milliseconds)}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / Math.max(1, middle.length);
}
