import { getJson } from "../../test/conformance/http";
import { nanoseconds } from "../../test/conformance/loki-api";

/** A question that people ask. */
export interface Query {
  readonly name: string;
  readonly expression: string;
  /** How many hours back it looks. */
  readonly hours: number;
  readonly limit?: number;
}

export const QUERIES: readonly Query[] = [
  { name: "text in the largest namespace, a day", expression: '{namespace="namespace-0"} |= "00ff00"', hours: 24 },
  {
    name: "lines by namespace, a day",
    expression: 'sum by (namespace) (count_over_time({namespace=~".+"}[24h]))',
    hours: 0,
  },
  { name: "newest 100 lines of a pod", expression: '{pod="app-7"}', hours: 24, limit: 100 },
  { name: "text in a namespace, the last hour", expression: '{namespace="namespace-1"} |= "error"', hours: 1 },
];

const HOUR = 3_600_000;

/** Asks once. @param now the end, in milliseconds since 1970 @returns the milliseconds until the answer was there */
export async function ask(url: string, query: Query, now: number): Promise<number> {
  const start = performance.now();
  await getJson(`${url}/loki/api/v1/${pathOf(query, now)}`);
  return performance.now() - start;
}

function pathOf({ expression, hours, limit = 1_000 }: Query, now: number): string {
  const end = `${nanoseconds(now)}`;
  if (hours === 0) return `query?${new URLSearchParams({ query: expression, time: end })}`;
  const start = `${nanoseconds(now - hours * HOUR)}`;
  return `query_range?${new URLSearchParams({ query: expression, start, end, limit: `${limit}` })}`;
}
