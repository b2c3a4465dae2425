import { setTimeout as sleep } from "node:timers/promises";
import type { Texts } from "../../src/alerting/fixtures/fixture";
import { Metrics } from "../../src/diagnostics/metrics";
import { get, getJson, getText } from "./http";

/** Lines of one stream. Times are Unix times in nanoseconds; metadata is Loki's structured metadata. */
export interface PushedStream {
  readonly labels: Texts;
  readonly entries: readonly (readonly [time: string, line: string, metadata?: Texts])[];
}

/** Loki's response to a push request. */
interface PushResponse {
  /** The HTTP status, or null without a response. */
  readonly status: number | null;
  readonly text: string;
}

/** A rule as the ruler reports it. */
interface RulerRule {
  readonly name: string;
  readonly lastEvaluation: number;
  /** The labels of its alerts, including pending ones. */
  readonly alerts: readonly Texts[];
}

/** A time range in Unix milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The maximum number of lines in a response (max_entries_limit_per_query). */
const PAGE = 5_000;

/** Loki's HTTP API. */
export class LokiApi {
  constructor(readonly url: string) {}

  async isReady(): Promise<boolean> {
    return (await get(`${this.url}/ready`)).startsWith("ready");
  }

  /** Sends lines, without a retry. */
  async post(streams: readonly PushedStream[]): Promise<PushResponse> {
    const body = JSON.stringify({
      streams: streams.map(({ labels, entries }) => ({ stream: labels, values: entries })),
    });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${this.url}/loki/api/v1/push`, { method: "POST", headers, body }).catch(() => null);
    // If Loki ends while it responds, there is a status without a body.
    return { status: response?.status ?? null, text: (await response?.text().catch(() => "")) ?? "" };
  }

  /** Sends lines, and retries while Loki's rate limit rejects them. @throws Error if Loki rejects them otherwise */
  async push(streams: readonly PushedStream[]): Promise<void> {
    const { status, text } = await this.post(streams);
    if (status === 204) return;
    if (status !== 429) throw new Error(`Loki rejects lines: ${status} ${text}`);
    await sleep(1_000);
    await this.push(streams);
  }

  /** Returns the loaded rules. (/loki/api/v1/rules lists the rules in the files, even if the ruler can't load them.) */
  async rules(): Promise<readonly RulerRule[]> {
    const answer = await getJson(`${this.url}/prometheus/api/v1/rules`);
    const rules = answer.at("data", "groups").items.flatMap((group) => group.at("rules").items);
    return rules.map((rule) => ({
      name: rule.at("name").text,
      lastEvaluation: Date.parse(rule.at("lastEvaluation").text),
      alerts: rule.at("alerts").items.map((alert) => alert.at("labels").texts),
    }));
  }

  /** Returns all lines of a selector, oldest first. Lines must have distinct times, because paging skips duplicates. */
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

  /** @throws Error if the request fails */
  async metrics(): Promise<Metrics> {
    return new Metrics(await getText(`${this.url}/metrics`));
  }

  /** Flushes every chunk, including those that are only retained for queries. */
  async flush(): Promise<void> {
    const { ok, status } = await fetch(`${this.url}/flush`, { method: "POST" });
    if (!ok) throw new Error(`flushing failed: ${status}`);
  }

  private async page(query: string, start: bigint, end: bigint): Promise<readonly (readonly [string, string])[]> {
    const parameters = { query, start: `${start}`, end: `${end}`, limit: `${PAGE}`, direction: "forward" };
    const answer = await getJson(`${this.url}/loki/api/v1/query_range?${new URLSearchParams(parameters)}`);
    const entries = answer.at("data", "result").items.flatMap((stream) => stream.at("values").items);
    return entries
      .map(({ items: [time, line] }) => [time?.text ?? "", line?.text ?? ""] as const)
      .sort(([one], [other]) => Number(BigInt(one) - BigInt(other)));
  }
}

export function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds)) * 1_000_000n;
}
