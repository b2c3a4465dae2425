import { readExpectation } from "../../alerting/fixtures/expectation";
import type { FixtureFile } from "../../alerting/fixtures/fixture";
import { analyzedRules, type RuleAnalysis } from "../../alerting/rule-analysis";
import type { RenderedStack } from "../../stack/rendered-stack";
import { Duration, oncePer } from "../../units";
import type { Check, Finding } from "../check";
import { type Count, countOf, neededLines, occurrenceRemedy, type Verdict, verdictOn } from "./occurrence";
import { inQuery, settingOf } from "./rule-check";

export const fixtureExpectation: Check = {
  id: "rule-fixture",
  title: "Fixtures declare expect in a known form",
  severity: "error",
  why: "an expectation that can't be read is not compared with the rule",
  remedy: "declare every, perDay or both under expect",
  evidence: "rules/fixtures/README.md has the format",
  find: ({ model }) =>
    model.alerting.fixtures.flatMap((file) =>
      readExpectation(file).problems.map(({ key, ...problem }) => ({ setting: `${file.path}: ${key}`, ...problem })),
    ),
};

export const ruleExpected: Check = {
  id: "rule-expected",
  title: "Expected lines reach the threshold, and normal lines don't",
  severity: "error",
  why: "the alert never fires on the problem that its fixture describes, or fires every day although nothing is wrong",
  remedy: "change the window or the threshold, or correct the fixture's expectation",
  evidence: "a window contains at most one line more than whole periods fit into it",
  find: (stack) => expectedRules(stack).flatMap(impossible),
};

export const ruleExpectedNoise: Check = {
  id: "rule-expected-noise",
  title: "Alerts hold while their lines keep coming, and stay silent on normal days",
  severity: "warning",
  why: "people stop reading an alert that fires and resolves for a single problem, or that fires without one",
  remedy: "widen the window, or raise the threshold",
  evidence: "lines that occur independently of one another follow a Poisson distribution",
  find: (stack) => expectedRules(stack).flatMap(noisy),
};

/** An alert with the expectation of its fixture. */
interface ExpectedRule {
  readonly rule: RuleAnalysis;
  readonly file: FixtureFile;
  readonly count: Count;
  readonly verdict: Verdict;
  readonly every: Duration | null;
  readonly perDay: number | null;
}

/** Only one of several alerts with the same name, such as one per severity, has to fire on the lines. */
const expectedRules = oncePer(({ model }: RenderedStack): readonly ExpectedRule[] => {
  const fixtures = new Map(model.alerting.fixtures.map((file) => [file.alert, file]));
  if (fixtures.size === 0) return [];
  const rules = analyzedRules(model).flatMap((rule) => compareRule(rule, fixtures.get(rule.rule.name)));
  const fires = new Set(rules.filter(({ verdict }) => verdict.kind !== "never").map(({ file }) => file.alert));
  return rules.filter(({ verdict, file }) => verdict.kind !== "never" || !fires.has(file.alert));
});

function compareRule(rule: RuleAnalysis, file: FixtureFile | undefined): readonly ExpectedRule[] {
  if (file === undefined || rule.rule.kind !== "alert" || rule.metric === null) return [];
  const { expectation } = readExpectation(file);
  const count = countOf(rule.metric, rule.rule.for?.duration ?? Duration.seconds(0));
  if (expectation === null || count === null) return [];
  return [{ rule, file, count, verdict: verdictOn(count, expectation), ...expectation }];
}

function impossible(expected: ExpectedRule): readonly Finding[] {
  const { count, verdict, every, perDay } = expected;
  const needed = neededLines(count);
  if (verdict.kind === "never" && every !== null) {
    const got =
      verdict.holds === null
        ? `${lines(1)} every ${every}: at most ${lines(verdict.most)} in ${count.window}, while the threshold needs ${needed}`
        : `${lines(1)} every ${every}: ${lines(needed)} stay in ${count.window} for ${verdict.holds} only, while for is ${count.pending}`;
    return [finding(expected, got, "every", "a window and a threshold that these lines reach")];
  }
  if (verdict.kind !== "always" || perDay === null) return [];
  return [finding(expected, `${normalLines(expected, perDay, verdict.average)}: always firing`, "perDay", NORMAL)];
}

function noisy(expected: ExpectedRule): readonly Finding[] {
  const { count, verdict, every, perDay } = expected;
  if (verdict.kind === "flaps" && every !== null) {
    const needed = neededLines(count);
    const got = `${lines(1)} every ${every}, and a window of ${count.window} that needs ${lines(needed)}: it resolves between lines`;
    return [finding(expected, got, "every", `a window longer than ${every.times(needed)}`)];
  }
  if (verdict.kind !== "often" || perDay === null) return [];
  const times = `about ${rounded(verdict.times)} alerts on a normal day`;
  return [finding(expected, `${normalLines(expected, perDay, verdict.average)}: ${times}`, "perDay", NORMAL)];
}

const NORMAL = "a threshold above what is normal";

function normalLines({ count }: ExpectedRule, perDay: number, average: number): string {
  return `${lines(perDay)} on a normal day, ${rounded(average)} in ${count.window} on average, while the threshold needs ${neededLines(count)}`;
}

function finding(expected: ExpectedRule, got: string, key: "every" | "perDay", wanted: string): Finding {
  const { rule, file, count, every, perDay } = expected;
  return {
    setting: settingOf(rule),
    location: inQuery(rule, count.aggregation.range.window),
    got,
    expected: `${wanted} (${file.path}: expect.${key})`,
    remedy: occurrenceRemedy(count, { every, perDay }),
  };
}

function lines(number: number): string {
  return number === 1 ? "1 line" : `${number} lines`;
}

function rounded(number: number): string {
  return String(Number(number.toPrecision(2)));
}
