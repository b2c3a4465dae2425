/**
 * Times from a line to its arrival, in milliseconds. Each took at most so long, as far as the nodes' clocks agree with
 * this machine's: arrivals are looked for every half second.
 */
export function latencyText(latencies: readonly number[]): string {
  const sorted = [...latencies].sort((one, other) => one - other);
  return `${within(sorted.at(-1) ?? 0)}, median ${seconds(medianOf(sorted))}`;
}

/** Of a time that is an upper bound. */
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
