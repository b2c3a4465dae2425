import type { LokiApi } from "./loki-api";

/** Returns a line that `missingNumbers` recognizes. */
export function numberedLine(number: number, text = ""): string {
  return `number=${number} ${text}`;
}

/** Returns the numbers, from 0 up to the count of written lines, that a query of the last day doesn't find. */
export async function missingNumbers(api: LokiApi, selector: string, written: number): Promise<readonly number[]> {
  // A clock may be wrong by half a day, and a query may end in the future.
  const [day, now] = [24 * 3_600_000, Date.now()];
  const lines = await api.lines(selector, { from: now - day, to: now + day });
  const found = new Set(lines.map((line) => Number(/^number=(\d+) /.exec(line)?.[1])));
  return Array.from({ length: written }, (_, number) => number).filter((number) => !found.has(number));
}
