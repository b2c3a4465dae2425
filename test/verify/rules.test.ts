import type { Outcome } from "../../src/diagnostics/outcome";
import { HttpError, type HttpService, type ServiceRequest } from "../../src/kube/http-service";
import { Notation } from "../../src/verify/loki/notation";
import { type LoadedRule, loadedRules } from "../../src/verify/loki/ruler";
import { FAILING, NOT_EVALUATED, NOT_YET, UNREADABLE } from "../../src/verify/rules/causes";
import { judgeRules } from "../../src/verify/rules/judgement";
import { synthesized } from "../../src/verify/rules/same";
import { rulesSeen } from "../../src/verify/rules/seen";
import { exampleModel } from "../helpers/example";

const { files } = exampleModel().alerting;
const { signal } = new AbortController();
const DAY = 86_400;

const LOADED: readonly LoadedRule[] = synthesized(files).map((rule) => ({ ...rule, health: "ok", lastError: "" }));

function changed(parts: Partial<LoadedRule>): readonly LoadedRule[] {
  return LOADED.map((rule) => (rule.name === "HighErrorRate" ? { ...rule, ...parts } : rule));
}

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("the ruler's rules", () => {
  const written = (query: string) => [query, query.replace(/\s/g, "")] as const;
  const judge = (loaded: readonly LoadedRule[], unreadable: string | null = null, secondsUp = DAY) => {
    const queries = new Map([...LOADED, ...loaded].map(({ query }) => written(query)));
    return judgeRules({ files, loaded, queries, unreadable, secondsUp });
  };

  test("hold where each is loaded", () => {
    expect(judge(LOADED)).toMatchObject({ status: "holds", figure: `${LOADED.length} of ${LOADED.length} rules` });
  });

  test("that are missing are named, and may come within two minutes", () => {
    const outcome = judge(LOADED.filter(({ name }) => name !== "OOMKilled"));
    expect(outcome).toMatchObject({ status: "broken", found: expect.stringContaining("OOMKilled") });
    expect(firstCause(outcome)).toBe(NOT_YET);
    expect(NOT_YET.cause).toContain("two minutes");
  });

  test.each<[string, Partial<LoadedRule>]>([
    ["texts", { annotations: {} }],
    ["labels", { labels: { severity: "critical" } }],
    ["query", { query: "vector(1) > 0" }],
    ['"for"', { seconds: 60 }],
  ])("of before a change of their %s are named", (_, parts) => {
    expect(judge(changed(parts))).toMatchObject({ status: "broken", found: expect.stringContaining("HighErrorRate") });
  });

  test("are the same in Loki's notation, and with labels of their group", () => {
    const query = LOADED.find(({ name }) => name === "HighErrorRate")?.query.replace(/\s+/g, " ") ?? "";
    const labels = { severity: "warning", team: "logs" };
    expect(judge(changed({ query, labels }))).toMatchObject({ status: "holds" });
  });

  test("aren't blamed for a query that Loki writes, and can't read", () => {
    const queries = new Map(LOADED.map(({ query }) => written(query)));
    const loaded = changed({ query: '{"é"="x"}' });
    expect(judgeRules({ files, loaded, queries, unreadable: null, secondsUp: DAY })).toMatchObject({
      status: "holds",
    });
  });

  test("that can't be read are told in the ruler's words", () => {
    const outcome = judge([], "queries require at least one\nregexp or equality matcher");
    expect(outcome).toMatchObject({ found: "queries require at least one regexp or equality matcher" });
    expect(firstCause(outcome)).toBe(UNREADABLE);
  });

  test("that fail are told with their error", () => {
    const outcome = judge(changed({ health: "err", lastError: "maximum of series" }));
    expect(outcome).toMatchObject({ status: "broken", found: "HighErrorRate: maximum of series" });
    expect(firstCause(outcome)).toBe(FAILING);
  });

  test("that aren't evaluated yet are doubtful", () => {
    const outcome = judge(changed({ health: "unknown" }));
    expect(outcome).toMatchObject({ status: "doubtful", found: "not evaluated yet: HighErrorRate", isPassing: true });
    expect(firstCause(outcome)).toBe(NOT_EVALUATED);
  });

  test("that aren't evaluated yet are no wonder where Loki has just started", () => {
    expect(judge(changed({ health: "unknown" }), null, 20)).toMatchObject({
      status: "holds",
      notes: ["not evaluated yet: HighErrorRate"],
    });
  });

  test("one of which fails or is missing say nothing of the others, which may be looked at", () => {
    expect(judge(changed({ health: "err" }))).toMatchObject({ status: "broken", isPartial: true });
    expect(judge(LOADED.slice(1))).toMatchObject({ status: "broken", isPartial: true });
    expect(judge([])).toMatchObject({ status: "broken", isPartial: false });
  });

  test("that aren't here are doubtful", () => {
    const other = { file: "other.yaml", group: "x", name: "Other", query: "", seconds: 0, labels: {}, annotations: {} };
    expect(judge([...LOADED, { ...other, health: "ok", lastError: "" }])).toMatchObject({
      status: "doubtful",
      found: "1 more: Other",
    });
  });
});

/** A ruler that tells of other rules each time it is asked. */
class StandInRuler implements HttpService {
  readonly at = "loki";
  readonly formatted: string[] = [];
  private looks = 0;

  constructor(private readonly readings: readonly (readonly LoadedRule[])[]) {}

  async request({ path, query }: ServiceRequest): Promise<string> {
    switch (path) {
      case "prometheus/api/v1/rules":
        return JSON.stringify({ data: { groups: this.next().map(asGroup) } });
      case "loki/api/v1/format_query":
        return this.format(query?.["query"] ?? "");
      default:
        return "";
    }
  }

  private next(): readonly LoadedRule[] {
    const reading = this.readings[Math.min(this.looks, this.readings.length - 1)] ?? [];
    this.looks += 1;
    return reading;
  }

  private format(query: string): string {
    this.formatted.push(query);
    if (query === "") throw new HttpError("loki", 400, "parse error", false);
    return JSON.stringify({ data: query.trim() });
  }
}

function asGroup({ file, group, seconds, ...rule }: LoadedRule) {
  return { file, name: group, rules: [{ ...rule, duration: seconds }] };
}

describe("the ruler is asked", () => {
  const seen = (...readings: readonly (readonly LoadedRule[])[]) =>
    rulesSeen(new StandInRuler(readings), { files, secondsUp: DAY }, signal);

  test("for all that makes a rule", async () => {
    expect(await loadedRules(new StandInRuler([LOADED]), signal)).toEqual(LOADED);
  });

  test("until each rule is loaded", async () => {
    expect(judgeRules(await seen([], LOADED))).toMatchObject({ status: "holds" });
  });
});

test("Loki is asked for its notation of each query once, and what it can't read is left out", async () => {
  const loki = new StandInRuler([]);
  const notation = new Notation(loki);
  await notation.of([" a", " a", ""], signal);
  expect([...(await notation.of([" a", "a ", ""], signal))]).toEqual([
    [" a", "a"],
    ["a ", "a"],
  ]);
  expect(loki.formatted).toEqual([" a", "", "a "]);
});
