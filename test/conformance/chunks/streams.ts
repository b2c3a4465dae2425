import type { Json } from "../../../src/kube/json";
import { getJson } from "../../components/http";
import type { RunningLoki } from "../../components/loki";
import { type LokiApi, nanoseconds, type PushedStream, type Span } from "../../components/loki-api";
import { until } from "../../components/until";
import type { Texts } from "../../helpers/rule-fixture";

/** Loki looks every 30 s by default which chunks to flush, and which to take out of memory. */
export const SWEEP_OFTEN = ["-ingester.flush-check-period=1s"];

/** How many chunks Loki holds, those that are flushed and kept for queries included. */
export async function chunksInMemory({ api }: RunningLoki): Promise<number> {
  return (await api.metrics()).sum("loki_ingester_memory_chunks");
}

const HOUR = 3_600_000;

/** In milliseconds since 1970. */
export function hoursAgo(hours: number): number {
  return Math.round(Date.now() - hours * HOUR);
}

/** A stream whose lines lie evenly in a span, from its first moment to its last. */
export function spread(app: string, { from, to }: Span, lines: number, text = () => ""): PushedStream {
  const step = (to - from) / (lines - 1);
  const entries = Array.from({ length: lines }, (_, index) => {
    return [`${nanoseconds(from + index * step)}`, `${app} ${index} ${text()}`] as const;
  });
  return { labels: { app }, entries };
}

/** The lines of a stream in a span, without its end, as a query reads it. */
export function linesIn({ entries }: PushedStream, { from, to }: Span): readonly string[] {
  return entries
    .filter(([time]) => BigInt(time) >= nanoseconds(from) && BigInt(time) < nanoseconds(to))
    .map(([, line]) => line);
}

const MORE_THAN_A_DAY = { from: hoursAgo(30), to: hoursAgo(4) };

const REASONS = ["full", "idle", "max_age", "synced", "forced", "not_owned"];

/** How many chunks Loki has flushed, by the reasons for which it has. */
export async function flushed(loki: RunningLoki): Promise<Readonly<Record<string, number>>> {
  const metrics = await loki.api.metrics();
  const counts = REASONS.map(
    (reason) => [reason, metrics.sum("loki_ingester_chunks_flushed_total", { reason })] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Waits until Loki has flushed so many chunks for a reason. */
export async function untilFlushed(loki: RunningLoki, reason: string, chunks = 1): Promise<void> {
  await until(`Loki flushes a chunk (${reason})`, { seconds: 60 }, async () => {
    return ((await flushed(loki))[reason] ?? 0) >= chunks;
  });
}

/** What `swept` leaves among the flushed chunks. */
export const BY_SWEEPS = { max_age: 2 };

/**
 * Waits until Loki has looked at all the chunks it has. A stream of more than a day is flushed by the sweep that comes
 * upon it: when a second has gone after the first, a whole sweep lies between.
 */
export async function swept(loki: RunningLoki): Promise<void> {
  await loki.api.push([spread("first-sweep", MORE_THAN_A_DAY, 2)]);
  await untilFlushed(loki, "max_age", 1);
  await loki.api.push([spread("second-sweep", MORE_THAN_A_DAY, 2)]);
  await untilFlushed(loki, "max_age", 2);
}

/** What each kind of question finds of an app. */
export interface Found {
  readonly lines: readonly string[];
  /** By count_over_time. */
  readonly counted: number;
  /** The values of its label. */
  readonly apps: readonly string[];
  /** The apps of its series. */
  readonly series: readonly string[];
}

export const NOTHING: Found = { lines: [], counted: 0, apps: [], series: [] };

/** What a question has to find of a stream that is all there. */
export function allOf(stream: PushedStream, span: Span): Found {
  const { app = "" } = stream.labels;
  const lines = linesIn(stream, span);
  return { lines, counted: lines.length, apps: [app], series: [app] };
}

/** Asks for an app by a query of lines, a query of metrics, the values of a label and the series. */
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
  // The range of an instant query begins after its first moment and ends with its last.
  const query = `sum(count_over_time(${selector}[${to - from}ms]))`;
  const answer = await data(api, "query", { query, time: `${nanoseconds(to) - 1n}` });
  const [, value] = answer.at("result").items[0]?.at("value").items ?? [];
  return Number(value?.text ?? 0);
}

function range({ from, to }: Span): Texts {
  return { start: `${nanoseconds(from)}`, end: `${nanoseconds(to)}` };
}

async function data(api: LokiApi, endpoint: string, asked: Texts): Promise<Json> {
  return (await getJson(`${api.url}/loki/api/v1/${endpoint}?${new URLSearchParams(asked)}`)).at("data");
}
