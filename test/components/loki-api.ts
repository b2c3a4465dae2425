import { setTimeout as sleep } from "node:timers/promises";
import { Metrics } from "../../src/diagnostics/metrics";
import type { Texts } from "../helpers/rule-fixture";
import { get, getJson, getText } from "./http";

/** Lines of one stream: when, as nanoseconds, what, and what structured metadata. */
export interface PushedStream {
  readonly labels: Texts;
  readonly entries: readonly (readonly [time: string, line: string, metadata?: Texts])[];
}

/** What Loki answers to pushed lines. */
export interface Answer {
  /** The status of HTTP, or null where there was no answer. */
  readonly status: number | null;
  readonly text: string;
}

/** A rule as the ruler tells it. */
export interface RulerRule {
  readonly name: string;
  readonly lastEvaluation: number;
  /** The labels of its alerts, those that wait for their "for" included. */
  readonly alerts: readonly Texts[];
}

/** A span of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Loki gives no more lines at once (max_entries_limit_per_query). */
const PAGE = 5_000;

/** What Loki answers over HTTP. */
export class LokiApi {
  constructor(readonly url: string) {}

  async isReady(): Promise<boolean> {
    return (await get(`${this.url}/ready`)).startsWith("ready");
  }

  /** Sends lines once. */
  async post(streams: readonly PushedStream[]): Promise<Answer> {
    const body = JSON.stringify({
      streams: streams.map(({ labels, entries }) => ({ stream: labels, values: entries })),
    });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${this.url}/loki/api/v1/push`, { method: "POST", headers, body }).catch(() => null);
    // A Loki that ends while it answers gives a status and no text.
    return { status: response?.status ?? null, text: (await response?.text().catch(() => "")) ?? "" };
  }

  /** Writes lines as an agent does: what is too much for a moment is sent again. */
  async push(streams: readonly PushedStream[]): Promise<void> {
    const { status, text } = await this.post(streams);
    if (status === 204) return;
    if (status !== 429) throw new Error(`Loki refuses lines: ${status} ${text}`);
    await sleep(1_000);
    await this.push(streams);
  }

  /** The rules that the ruler has. (/loki/api/v1/rules tells what is in the files, those that it can't load included.) */
  async rules(): Promise<readonly RulerRule[]> {
    const answer = await getJson(`${this.url}/prometheus/api/v1/rules`);
    const rules = answer.at("data", "groups").items.flatMap((group) => group.at("rules").items);
    return rules.map((rule) => ({
      name: rule.at("name").text,
      lastEvaluation: Date.parse(rule.at("lastEvaluation").text),
      alerts: rule.at("alerts").items.map((alert) => alert.at("labels").texts),
    }));
  }

  /** All lines of a selector, the oldest first. No two of a stream may have one time. */
  async lines(selector: string, { from, to }: Span): Promise<readonly string[]> {
    const lines: string[] = [];
    let start = nanoseconds(from);
    for (;;) {
      const page = await this.page(selector, start, nanoseconds(to));
      lines.push(...page.map(([, line]) => line));
      if (page.length < PAGE) return lines;
      start = BigInt(page.at(-1)?.[0] ?? 0) + 1n;
    }
  }

  /** @throws Error where Loki doesn't answer */
  async metrics(): Promise<Metrics> {
    return new Metrics(await getText(`${this.url}/metrics`));
  }

  /** Flushes every chunk, those in memory for queries included. */
  async flush(): Promise<void> {
    const { ok, status } = await fetch(`${this.url}/flush`, { method: "POST" });
    if (!ok) throw new Error(`Loki doesn't flush: ${status}`);
  }

  private async page(query: string, start: bigint, end: bigint): Promise<readonly (readonly [string, string])[]> {
    const asked = { query, start: `${start}`, end: `${end}`, limit: `${PAGE}`, direction: "forward" };
    const answer = await getJson(`${this.url}/loki/api/v1/query_range?${new URLSearchParams(asked)}`);
    const entries = answer.at("data", "result").items.flatMap((stream) => stream.at("values").items);
    return entries
      .map(({ items: [time, line] }) => [time?.text ?? "", line?.text ?? ""] as const)
      .sort(([one], [other]) => Number(BigInt(one) - BigInt(other)));
  }
}

export function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds)) * 1_000_000n;
}
