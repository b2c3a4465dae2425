import { grown, Metrics } from "../diagnostics/metrics";
import { type Permission, throughProxy } from "../diagnostics/rbac";
import { mapConcurrent } from "../kube/async";
import { HttpError, type HttpService } from "../kube/http-service";
import { Json } from "../kube/json";
import { LOKI } from "../loki/layout";
import type { Model } from "../model";
import type { Duration } from "../units";

/** The permission to request Loki through the API server. */
export function lokiPermission({ namespace, loki: { service } }: Model): Permission {
  return throughProxy(namespace.name, LOKI, service.httpPort, ["get"]);
}

/** Loki returns at most this many lines per query (max_entries_limit_per_query). */
const MAX_LINES = 5_000;

/** For more volumes, Loki returns an error, or only the largest (volume_max_series). */
const MAX_VOLUMES = 1_000;

export async function lokiMetrics(loki: HttpService, signal: AbortSignal): Promise<Metrics> {
  return new Metrics(await loki.request({ path: "metrics", signal }));
}

/** The labels of the lines of the last period. */
export async function labelNames(loki: HttpService, period: Duration, signal: AbortSignal): Promise<readonly string[]> {
  return texts(await loki.request({ path: "loki/api/v1/labels", query: range(period), signal }));
}

/** The values of a label in the lines of the last period. */
export async function labelValues(loki: HttpService, label: string, period: Duration, signal: AbortSignal) {
  return texts(await loki.request({ path: `loki/api/v1/label/${label}/values`, query: range(period), signal }));
}

/** The labels of the streams that a query returns for the last period. */
export async function streamsWith(...request: Parameters<typeof latestLines>) {
  return (await latestLines(...request)).map(({ labels }) => labels);
}

/** The latest line of each stream that a query returns for the last period: the stream's labels, and the line's time. */
export async function latestLines(
  loki: HttpService,
  query: string,
  period: Duration,
  signal: AbortSignal,
  limit = MAX_LINES,
) {
  const parameters = { query, limit: `${limit}`, ...range(period) };
  const answer = await loki.request({ path: "loki/api/v1/query_range", query: parameters, signal });
  return Json.parse(answer)
    .at("data", "result")
    .items.map((stream) => ({ labels: stream.at("stream").texts, time: timeOf(stream.at("values").items[0]) }));
}

/** The time of a line, which Loki returns in nanoseconds. Lines come in descending order. */
function timeOf(line: Json | undefined): Date {
  return new Date(Number(line?.items[0]?.text ?? 0) / 1_000_000);
}

interface ActiveValuesQuery {
  readonly label: string;
  /** Selects streams with at most 1,000 values of the label. */
  readonly selector: string;
  readonly period: Duration;
}

/** The values of a label in streams with lines of the last period. labelValues includes streams without lines, too. */
export async function activeValues(
  loki: HttpService,
  { label, selector, period }: ActiveValuesQuery,
  signal: AbortSignal,
) {
  const query = { query: selector, targetLabels: label, limit: `${MAX_VOLUMES}`, ...range(period) };
  const answer = await loki.request({ path: "loki/api/v1/index/volume", query, signal });
  return Json.parse(answer)
    .at("data", "result")
    .items.map((volume) => volume.at("metric", label).text);
}

/** How far a node's clock may be ahead before Loki rejects its lines (creation_grace_period). */
const MAX_SECONDS_AHEAD = 600;

function range(period: Duration) {
  const now = Math.floor(Date.now() / 1_000);
  return { start: `${now - period.toSeconds()}`, end: `${now + MAX_SECONDS_AHEAD}` };
}

function texts(answer: string): readonly string[] {
  return Json.parse(answer)
    .at("data")
    .items.map(({ text }) => text);
}

/** The lines that Loki has rejected since it started, by reason. */
export function discarded(metrics: Metrics): ReadonlyMap<string, number> {
  return metrics.sumsBy("loki_discarded_samples_total", "reason");
}

/** A rule that the ruler evaluates. */
export interface LoadedRule {
  readonly file: string;
  readonly group: string;
  readonly name: string;
  /** "ok", "err", or "unknown" before its first evaluation. */
  readonly health: string;
  readonly lastError: string;
  /** In Loki's own notation. */
  readonly query: string;
  /** How long the condition must hold before the rule fires ("for"). */
  readonly seconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The rules that the ruler evaluates. loki/api/v1/rules returns what the files contain, not what is loaded. */
export async function loadedRules(loki: HttpService, signal: AbortSignal): Promise<readonly LoadedRule[]> {
  const answer = Json.parse(await loki.request({ path: "prometheus/api/v1/rules", signal }));
  return answer.at("data", "groups").items.flatMap((group) =>
    group.at("rules").items.map((rule) => ({
      file: group.at("file").text,
      group: group.at("name").text,
      name: rule.at("name").text,
      health: rule.at("health").text,
      lastError: rule.at("lastError").text,
      query: rule.at("query").text,
      seconds: rule.at("duration").number,
      labels: rule.at("labels").texts,
      annotations: rule.at("annotations").texts,
    })),
  );
}

/** Why the ruler cannot read its rule files: one invalid file prevents all. Null if it can. */
export async function unreadableRules(loki: HttpService, signal: AbortSignal): Promise<string | null> {
  try {
    await loki.request({ path: "loki/api/v1/rules", signal });
    return null;
  } catch (error) {
    const isLokis = error instanceof HttpError && !error.byProxy && error.status !== null;
    // Without any file it answers 404.
    if (isLokis && error.status !== 404) return error.text.trim();
    if (isLokis) return null;
    throw error;
  }
}

/** Whether the ruler has an alert with this label. */
export async function hasRulerAlert(loki: HttpService, label: string, value: string, signal: AbortSignal) {
  const answer = Json.parse(await loki.request({ path: "prometheus/api/v1/alerts", signal }));
  return answer.at("data", "alerts").items.some((alert) => alert.at("labels", label).text === value);
}

/** The ruler's notifier, which sends its alerts to Alertmanager. */
export interface Notifier {
  /** The URLs of its Alertmanagers. Empty if it has none. */
  readonly addresses: readonly string[];
  /** The alerts that it could not send. It does not retry. */
  readonly lost: number;
}

/** The notifier, with the alerts that it lost between two readings. */
export function notifierSince(before: Metrics, now: Metrics): Notifier {
  const { addresses, lost } = notifierOf(now);
  return { addresses, lost: grown(notifierOf(before).lost, lost) };
}

const PREFIX = "loki_prometheus_notifications";

export function notifierOf(metrics: Metrics): Notifier {
  const addresses = metrics.all(`${PREFIX}_sent_total`).flatMap(({ labels }) => labels["alertmanager"] ?? []);
  return {
    addresses: [...new Set(addresses)],
    // A failed alert counts as an error and as dropped. An alert that the full queue rejects counts only as dropped.
    lost: Math.max(metrics.sum(`${PREFIX}_errors_total`), metrics.sum(`${PREFIX}_dropped_total`)),
  };
}

const CONCURRENCY = 5;

/** Queries in Loki's notation, for comparison. Each query is requested once. */
export class Notation {
  private readonly known = new Map<string, string | null>();

  constructor(private readonly loki: HttpService) {}

  /** Loki's notation by query. Omits queries that Loki cannot parse, which include some in its own notation. */
  async of(queries: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const distinct = [...new Set(queries)];
    const unknown = distinct.filter((query) => !this.known.has(query));
    await mapConcurrent(unknown, CONCURRENCY, async (query) =>
      this.known.set(query, await this.formatted(query, signal)),
    );
    return new Map(
      distinct.flatMap((query) => {
        const formatted = this.known.get(query) ?? null;
        return formatted === null ? [] : [[query, formatted] as const];
      }),
    );
  }

  /** Null if Loki cannot parse the query. */
  private async formatted(query: string, signal: AbortSignal): Promise<string | null> {
    try {
      const answer = await this.loki.request({ path: "loki/api/v1/format_query", query: { query }, signal });
      return Json.parse(answer).at("data").text;
    } catch (error) {
      if (error instanceof HttpError && !error.byProxy && error.status === 400) return null;
      throw error;
    }
  }
}
