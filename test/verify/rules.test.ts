import timers from "node:timers/promises";
import type { Outcome } from "../../src/diagnostics/outcome";
import { HttpError, type HttpService, type ServiceRequest } from "../../src/kube/http-service";
import { namesOf } from "../../src/verify/context";
import { type LoadedRule, loadedRules, Notation } from "../../src/verify/loki";
import { causes, collectRules, rules, rulesOf } from "../../src/verify/rules";
import { exampleModel } from "../helpers/example";

// The interval between requests takes half a second.
beforeEach(() => void jest.spyOn(timers, "setTimeout").mockResolvedValue(undefined));
afterEach(() => jest.restoreAllMocks());

const { files } = exampleModel().alerting;
const names = namesOf(exampleModel());
const { signal } = new AbortController();
const DAY = 86_400;

const LOADED: readonly LoadedRule[] = rulesOf(files).map((rule) => ({ ...rule, health: "ok", lastError: "" }));

function changed(parts: Partial<LoadedRule>): readonly LoadedRule[] {
  return LOADED.map((rule) => (rule.name === "HighErrorRate" ? { ...rule, ...parts } : rule));
}

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("the ruler's rules", () => {
  const written = (query: string) => [query, query.replace(/\s/g, "")] as const;
  const analyze = (
    loaded: readonly LoadedRule[],
    unreadable: string | null = null,
    secondsUp = DAY,
    secondsUnchanged: number | null = 20,
    hasConfigMap = true,
  ) => {
    const queries = new Map([...LOADED, ...loaded].map(({ query }) => written(query)));
    return rules.analyze({ files, loaded, queries, unreadable, secondsUp, hasConfigMap, secondsUnchanged, names });
  };

  test("pass if all are loaded", () => {
    expect(analyze(LOADED)).toMatchObject({ status: "pass", detail: `${LOADED.length} of ${LOADED.length} rules` });
  });

  test("are named if they are missing, and may be loaded within two minutes", () => {
    const outcome = analyze(LOADED.filter(({ name }) => name !== "OOMKilled"));
    expect(outcome).toMatchObject({ status: "fail", got: expect.stringContaining("OOMKilled") });
    expect(firstCause(outcome)).toEqual(causes.notYetLoaded());
    expect(causes.notYetLoaded().cause).toContain("two minutes");
  });

  test("do not fail because of a recent change if their ConfigMap has not changed for minutes", () => {
    const causesAfter = (loaded: readonly LoadedRule[], secondsUp = DAY) => {
      const outcome = analyze(loaded, null, secondsUp, DAY);
      return "causes" in outcome ? outcome.causes : [];
    };
    expect(causesAfter(LOADED.slice(1))).toEqual([causes.notReloaded(names)]);
    expect(causesAfter([])).toEqual([causes.notMounted(names)]);
    expect(causesAfter([], 20)).toEqual([causes.notYetLoaded(), causes.notMounted(names)]);
    expect(causesAfter([...LOADED, ...LOADED.slice(0, 1).map((rule) => ({ ...rule, name: "Other" }))])).toEqual([
      causes.unknownRules(names),
    ]);
  });

  test("are missing because their ConfigMap was deleted, and for no other reason", () => {
    expect(analyze([], null, DAY, null, false)).toMatchObject({ causes: [causes.noConfigMap(names)] });
  });

  test.each<[string, Partial<LoadedRule>]>([
    ["annotations", { annotations: {} }],
    ["labels", { labels: { severity: "critical" } }],
    ["queries", { query: "vector(1) > 0" }],
    ['values of "for"', { seconds: 60 }],
  ])("fail if their %s differ from the synthesized ones", (_, parts) => {
    expect(analyze(changed(parts))).toMatchObject({ status: "fail", got: expect.stringContaining("HighErrorRate") });
  });

  test("are recognized in Loki's notation, and with the labels of their group", () => {
    const query = LOADED.find(({ name }) => name === "HighErrorRate")?.query.replace(/\s+/g, " ") ?? "";
    const labels = { severity: "warning", team: "logs" };
    expect(analyze(changed({ query, labels }))).toMatchObject({ status: "pass" });
  });

  test("pass with a query in a notation that Loki itself cannot parse", () => {
    const queries = new Map(LOADED.map(({ query }) => written(query)));
    const loaded = changed({ query: '{"é"="x"}' });
    const evidence = {
      files,
      loaded,
      queries,
      unreadable: null,
      secondsUp: DAY,
      hasConfigMap: true,
      secondsUnchanged: DAY,
      names,
    };
    expect(rules.analyze(evidence)).toMatchObject({ status: "pass" });
  });

  test("fail with the ruler's message about an invalid file", () => {
    const outcome = analyze([], "queries require at least one\nregexp or equality matcher");
    expect(outcome).toMatchObject({ got: "queries require at least one regexp or equality matcher" });
    expect(firstCause(outcome)).toEqual(causes.unreadable());
  });

  test("fail with the error of their evaluation", () => {
    const outcome = analyze(changed({ health: "err", lastError: "maximum of series" }));
    expect(outcome).toMatchObject({ status: "fail", got: "HighErrorRate: maximum of series" });
    expect(firstCause(outcome)).toEqual(causes.failing(names));
  });

  test("warn if they are not evaluated yet", () => {
    const outcome = analyze(changed({ health: "unknown" }));
    expect(outcome).toMatchObject({ status: "warn", got: "not evaluated yet: HighErrorRate", isTransient: true });
    expect(firstCause(outcome)).toEqual(causes.notEvaluated());
  });

  test("pass if they are not evaluated yet because Loki just started", () => {
    expect(analyze(changed({ health: "unknown" }), null, 20)).toMatchObject({
      status: "pass",
      notes: ["not evaluated yet: HighErrorRate"],
    });
  });

  test("fail in part if one is missing or failing", () => {
    expect(analyze(changed({ health: "err" }))).toMatchObject({ status: "fail", isPartial: true });
    expect(analyze(LOADED.slice(1))).toMatchObject({ status: "fail", isPartial: true });
    expect(analyze([])).toMatchObject({ status: "fail", isPartial: false });
  });

  test("warn if the project does not have them", () => {
    const other = { file: "other.yaml", group: "x", name: "Other", query: "", seconds: 0, labels: {}, annotations: {} };
    expect(analyze([...LOADED, { ...other, health: "ok", lastError: "" }])).toMatchObject({
      status: "warn",
      got: "1 more: Other",
    });
  });
});

/** A ruler with other rules at each request. */
class FakeRuler implements HttpService {
  readonly at = "loki";
  readonly formatted: string[] = [];
  private requests = 0;

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
    const reading = this.readings[Math.min(this.requests, this.readings.length - 1)] ?? [];
    this.requests += 1;
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

describe("the evidence about rules", () => {
  const collect = (...readings: readonly (readonly LoadedRule[])[]) =>
    collectRules(
      new FakeRuler(readings),
      { files, secondsUp: DAY, hasConfigMap: true, secondsUnchanged: DAY, names },
      signal,
    );

  test("contains everything that identifies a rule", async () => {
    expect(await loadedRules(new FakeRuler([LOADED]), signal)).toEqual(LOADED);
  });

  test("is collected until every rule is loaded", async () => {
    expect(rules.analyze(await collect([], LOADED))).toMatchObject({ status: "pass" });
  });
});

test("requests Loki's notation of each query once, and leaves out what Loki cannot parse", async () => {
  const loki = new FakeRuler([]);
  const notation = new Notation(loki);
  await notation.of([" a", " a", ""], signal);
  expect([...(await notation.of([" a", "a ", ""], signal))]).toEqual([
    [" a", "a"],
    ["a ", "a"],
  ]);
  expect(loki.formatted).toEqual([" a", "", "a "]);
});
