import { fixtureExpectation, ruleExpected, ruleExpectedNoise } from "../../../src/checks/rules/expectation";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { findings } from "../stacks";
import { alert, withFiles, withFixtures } from "./rules";

function expected(query: string, expect_: string, rule: object = {}): RenderedStack {
  return withFixtures({ Test: `expect: ${expect_}\n` }, withFiles({ "a.yaml": alert(query, rule) }));
}

/** The check that reports the query, and the start of what it got. */
function verdict(of: RenderedStack): string {
  const found = [ruleExpected, ruleExpectedNoise].flatMap((check) =>
    findings(check, of).map(({ got }) => `${check.severity}: ${got}`),
  );
  return found.join("; ");
}

const COUNT = (window: string, comparison: string) =>
  `sum by (namespace) (count_over_time({app="web"} |= "x" [${window}])) ${comparison}`;
const RATE = (window: string, comparison: string) =>
  `sum by (namespace) (rate({app="web"} |= "x" [${window}])) ${comparison}`;

test.each([
  [COUNT("15m", "> 0"), "{ every: 5m }", {}],
  [COUNT("16m", "> 2"), "{ every: 5m }", {}],
  [COUNT("16m", ">= 3"), "{ every: 5m }", { for: "1h" }],
  [COUNT("15m", ""), "{ every: 5m }", {}],
  [RATE("5m", "> 10"), "{ every: 50ms, perDay: 20000 }", { for: "5m" }],
  [RATE("10m", "* 60 > 0.1"), "{ every: 4m }", {}],
  [COUNT("15m", "> 2"), "{ perDay: 20 }", {}],
  [COUNT("1h", "> 0"), "{ perDay: 0 }", {}],
  [COUNT("1h", "> 0"), "{ perDay: 0.25 }", {}],
  // Queries that the comparison skips.
  [`${COUNT("5m", "> 5")} and ${COUNT("5m", "> 5")}`, "{ every: 1h }", {}],
  [`${COUNT("5m", "")} / ${COUNT("5m", "")} > 0.5`, "{ every: 1h }", {}],
  ['count(count_over_time({app="web"}[5m])) > 5', "{ every: 1h }", {}],
  ['absent_over_time({app="web"}[5m])', "{ every: 1h }", {}],
  [COUNT("5m", "< 5"), "{ every: 1h }", {}],
])("accepts %s with expect: %s", (query, expect_, rule) => {
  expect(verdict(expected(query, expect_, rule))).toBe("");
});

test.each([
  [
    COUNT("5m", "> 2"),
    "{ every: 10m }",
    {},
    "error: 1 line every 10m: at most 1 line in 5m, while the threshold needs 3",
  ],
  [COUNT("10m", ">= 4"), "{ every: 5m }", {}, "error: 1 line every 5m: at most 2 lines in 10m"],
  [
    RATE("5m", "> 10"),
    "{ every: 1s }",
    {},
    "error: 1 line every 1s: at most 300 lines in 5m, while the threshold needs 3001",
  ],
  [
    RATE("5m", "* 60 > 10"),
    "{ every: 10s }",
    {},
    "error: 1 line every 10s: at most 30 lines in 5m, while the threshold needs 51",
  ],
  [
    COUNT("12m", "> 1"),
    "{ every: 10m }",
    { for: "5m" },
    "error: 1 line every 10m: 2 lines stay in 12m for 2m only, while for is 5m",
  ],
  [COUNT("12m", "> 1"), "{ every: 10m }", {}, "warning: 1 line every 10m, and a window of 12m that needs 2 lines"],
  [COUNT("5m", "> 0"), "{ every: 5m }", {}, "warning: 1 line every 5m, and a window of 5m that needs 1 line"],
  [COUNT("1m", "> 0"), "{ every: 5m }", {}, "warning: 1 line every 5m, and a window of 1m that needs 1 line"],
  [
    COUNT("1d", "> 5"),
    "{ perDay: 20 }",
    {},
    "error: 20 lines on a normal day, 20 in 24h on average, while the threshold needs 6: always",
  ],
  [
    RATE("10m", "> 0.1"),
    "{ perDay: 20000 }",
    {},
    "error: 20000 lines on a normal day, 140 in 10m on average, while the threshold needs 61",
  ],
  [
    COUNT("15m", "> 0"),
    "{ perDay: 20 }",
    {},
    "warning: 20 lines on a normal day, 0.21 in 15m on average, while the threshold needs 1: about 16 alerts",
  ],
  [COUNT("1h", "> 1"), "{ every: 1m, perDay: 20 }", {}, "warning: 20 lines on a normal day, 0.83 in 1h on average"],
])("reports %s with expect: %s", (query, expect_, rule, got) => {
  expect(verdict(expected(query, expect_, rule))).toContain(got);
});

test("names the window, the threshold or both as the remedy", () => {
  const remedy = (query: string, expect_: string) =>
    [ruleExpected, ruleExpectedNoise].flatMap((check) =>
      findings(check, expected(query, expect_)).map((one) => one.remedy),
    );
  expect(remedy(COUNT("5m", "> 2"), "{ every: 10m }")).toEqual(["use [1h]"]);
  expect(remedy(COUNT("15m", "> 2"), "{ every: 5m }")).toEqual(["use [30m], or compare with > 1"]);
  expect(remedy(RATE("5m", "> 10"), "{ every: 1s }")).toEqual(["compare with > 0.8"]);
  expect(remedy(COUNT("15m", "> 0"), "{ perDay: 20 }")).toEqual(["compare with > 2"]);
  expect(remedy(COUNT("5m", "> 0"), "{ every: 2m, perDay: 200 }")).toEqual(["use [1h] and compare with > 20"]);
  expect(remedy(COUNT("5m", "> 9"), "{ every: 30m, perDay: 500 }").join()).toMatch(/^select a text that/);
});

test("compares each alert only with its own fixture, and one of several with the same name has to fire", () => {
  const rules = ["> 0", "> 100"].map((comparison) => ({ alert: "Test", expr: COUNT("15m", comparison) }));
  const file = JSON.stringify({
    groups: [{ name: "a", rules: [...rules, { alert: "Other", expr: COUNT("1m", "> 9") }] }],
  });
  const of = withFixtures({ Test: "expect: { every: 5m }\n" }, withFiles({ "a.yaml": file }));
  expect(verdict(of)).toBe("");
});

test("places the finding at the window, and names the fixture", () => {
  expect(findings(ruleExpected, expected(COUNT("5m", "> 2"), "{ every: 10m }"))).toMatchObject([
    {
      setting: "rules/a.yaml: Test",
      location: { file: "rules/a.yaml", line: 5 },
      expected: "a window and a threshold that these lines reach (rules/fixtures/Test.yaml: expect.every)",
    },
  ]);
});

test("reports an expectation that it can't read, once", () => {
  const of = expected(COUNT("1m", "> 9"), "{ every: often }");
  expect(findings(fixtureExpectation, of)).toMatchObject([
    { setting: "rules/fixtures/Test.yaml: expect.every", got: "often", expected: "a duration above zero, such as 5m" },
  ]);
  expect(verdict(of)).toBe("");
  expect(findings(fixtureExpectation, expected(COUNT("15m", "> 0"), "{ every: 5m }"))).toEqual([]);
});
