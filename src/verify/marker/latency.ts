/** Times from a line to its arrival, in milliseconds. */
export function latencyText(latencies: readonly number[]): string {
  const sorted = [...latencies].sort((one, other) => one - other);
  const [median, worst] = [medianOf(sorted), sorted.at(-1) ?? 0];
  return `median ${seconds(median)}, worst ${seconds(worst)}`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / Math.max(1, middle.length);
}
