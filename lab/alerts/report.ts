import type { Arrival } from "./measure";

/** Statistics of the seconds from lines to their alerts. */
interface Latency {
  readonly lines: number;
  readonly lost: number;
  readonly median: number;
  readonly worst: number;
}

export interface Goal {
  readonly name: string;
  readonly expected: string;
  readonly got: string;
  readonly isMet: boolean;
}

export function latencyOf(arrivals: readonly Arrival[]): Latency {
  const seconds = arrivals.flatMap((arrival) => arrival.seconds ?? []).sort((one, other) => one - other);
  const at = (index: number) => seconds[Math.floor(index)] ?? Number.NaN;
  const middle = (seconds.length - 1) / 2;
  return {
    lines: arrivals.length,
    lost: arrivals.length - seconds.length,
    median: (at(middle) + at(middle + 0.5)) / 2,
    worst: at(seconds.length - 1),
  };
}

/**
 * Compares critical alerts with the project's goals.
 * @param original the same alerts as the original deployment evaluates them, or null if not measured
 */
export function compareWithGoals(deployed: Latency, original: Latency | null): readonly Goal[] {
  const goals = [
    goal("critical alerts lost", "0", `${deployed.lost}`, deployed.lost === 0),
    goal("critical alerts, median", "≤ 8 s", seconds(deployed.median), deployed.median <= 8),
    goal("critical alerts, worst", "≤ 15 s", seconds(deployed.worst), deployed.worst <= 15),
  ];
  if (original === null) return goals;
  const ratio = original.median / deployed.median;
  return [...goals, goal("original deployment ÷ that median", "≥ 5 ×", `${ratio.toFixed(1)} ×`, ratio >= 5)];
}

function goal(name: string, expected: string, got: string, isMet: boolean): Goal {
  return { name, expected, got, isMet };
}

export function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
