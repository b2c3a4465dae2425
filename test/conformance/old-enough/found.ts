import type { Json } from "../../../src/kube/json";
import type { Texts } from "../../alerting/rule-fixture";
import { getJson } from "../http";
import { type LokiApi, nanoseconds, type PushedStream, type Span } from "../loki-api";
import { linesIn } from "./dated-stream";

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
