import type { Texts } from "../../../src/alerting/fixtures/fixture";
import type { Json } from "../../../src/kube/json";
import { getJson } from "../../components/http";
import type { RunningLoki } from "../../components/loki";
import { type LokiApi, nanoseconds, type PushedStream, type Span } from "../../components/loki-api";
import { until } from "../../components/until";

/** Shortens the interval between Loki's sweeps, which flush chunks and drop them from memory. @default 30 s */
export const FREQUENT_SWEEPS = ["-ingester.flush-check-period=1s"];

/** Returns the number of chunks in memory, including flushed ones that Loki retains for queries. */
export async function chunksInMemory({ api }: RunningLoki): Promise<number> {
  return (await api.metrics()).sum("loki_ingester_memory_chunks");
}

const HOUR = 3_600_000;

/** Returns a time in Unix milliseconds. */
export function hoursAgo(hours: number): number {
  return Math.round(Date.now() - hours * HOUR);
}

/** Returns a stream with lines at regular times, from the start to the end of a time range. */
export function spread(app: string, { from, to }: Span, lines: number, text = () => ""): PushedStream {
  const step = (to - from) / (lines - 1);
  const entries = Array.from({ length: lines }, (_, index) => {
    return [`${nanoseconds(from + index * step)}`, `${app} ${index} ${text()}`] as const;
  });
  return { labels: { app }, entries };
}

/** Returns the lines of a stream in a time range, excluding its end, like a query. */
function linesIn({ entries }: PushedStream, { from, to }: Span): readonly string[] {
  return entries
    .filter(([time]) => BigInt(time) >= nanoseconds(from) && BigInt(time) < nanoseconds(to))
    .map(([, line]) => line);
}

const MORE_THAN_A_DAY = { from: hoursAgo(30), to: hoursAgo(4) };

const REASONS = ["full", "idle", "max_age", "synced", "forced", "not_owned"];

/** Returns the number of flushed chunks by reason. */
export async function flushed(loki: RunningLoki): Promise<Readonly<Record<string, number>>> {
  const metrics = await loki.api.metrics();
  const counts = REASONS.map(
    (reason) => [reason, metrics.sum("loki_ingester_chunks_flushed_total", { reason })] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Waits until Loki has flushed this number of chunks for a reason. */
export async function untilFlushed(loki: RunningLoki, reason: string, chunks = 1): Promise<void> {
  await until(`Loki flushes a chunk (${reason})`, { seconds: 60 }, async () => {
    return ((await flushed(loki))[reason] ?? 0) >= chunks;
  });
}

/** The flushes that `swept` itself causes. */
export const FLUSHED_BY_SWEPT = { max_age: 2 };

/**
 * Waits for a complete sweep over all chunks. A sweep flushes a stream that spans more than a day. Between the flush of one
 * such stream and that of the next, at least one whole sweep has passed.
 */
export async function swept(loki: RunningLoki): Promise<void> {
  await loki.api.push([spread("first-sweep", MORE_THAN_A_DAY, 2)]);
  await untilFlushed(loki, "max_age", 1);
  await loki.api.push([spread("second-sweep", MORE_THAN_A_DAY, 2)]);
  await untilFlushed(loki, "max_age", 2);
}

/** The results of each kind of query about an app. */
export interface Found {
  readonly lines: readonly string[];
  /** The result of count_over_time. */
  readonly counted: number;
  /** The values of the label `app`. */
  readonly apps: readonly string[];
  /** The label `app` of each series. */
  readonly series: readonly string[];
}

export const NOTHING: Found = { lines: [], counted: 0, apps: [], series: [] };

/** Returns the expected results if every line of the stream is found. */
export function allOf(stream: PushedStream, span: Span): Found {
  const { app = "" } = stream.labels;
  const lines = linesIn(stream, span);
  return { lines, counted: lines.length, apps: [app], series: [app] };
}

/** Queries an app in four ways: log query, metric query, label values and series. */
export async function find(api: LokiApi, app: string, span: Span): Promise<Found> {
  const selector = `{app="${app}"}`;
  const [lines, counted, apps, series] = await Promise.all([
    api.lines(selector, span),
    count(api, selector, span),
    data(api, "label/app/values", { query: selector, ...range(span) }),
    data(api, "series", { "match[]": selector, ...range(span) }),
  ]);
  return {
    lines,
    counted,
    apps: apps.items.map(({ text }) => text),
    series: series.items.map((labels) => labels.at("app").text),
  };
}

async function count(api: LokiApi, selector: string, { from, to }: Span): Promise<number> {
  // The range of an instant query excludes its start and includes its end.
  const query = `sum(count_over_time(${selector}[${to - from}ms]))`;
  const answer = await data(api, "query", { query, time: `${nanoseconds(to) - 1n}` });
  const [, value] = answer.at("result").items[0]?.at("value").items ?? [];
  return Number(value?.text ?? 0);
}

function range({ from, to }: Span): Texts {
  return { start: `${nanoseconds(from)}`, end: `${nanoseconds(to)}` };
}

async function data(api: LokiApi, endpoint: string, parameters: Texts): Promise<Json> {
  return (await getJson(`${api.url}/loki/api/v1/${endpoint}?${new URLSearchParams(parameters)}`)).at("data");
}
