import { analyzedRules, type RuleAnalysis } from "../../alerting/rule-analysis";
import { areDisjoint, type Selection } from "../../logql";
import type { Check, Finding } from "../check";
import { identity, place, repeated } from "./duplicate";
import { settingOf, written } from "./rule-check";

export const ruleMeaning: Check = {
  id: "rule-meaning",
  title: "An alert name has one meaning",
  severity: "warning",
  why: "Alertmanager groups, silences and inhibits alerts by name, so a silence for one problem hides the other",
  remedy: "rename one of the two alerts",
  evidence: "https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings",
  find: ({ model }) =>
    repeated(
      analyzedRules(model).filter(({ rule }) => rule.kind === "alert"),
      ({ rule }) => rule.name,
    ).flatMap(([first, ...others]) => {
      const different = others.filter((other) => identity(other) !== identity(first) && differ(first, other));
      return different[0] === undefined ? [] : [finding(first, different[0], different.length)];
    }),
};

/** Labels that rank alerts instead of telling problems apart. */
const RANKS = ["severity", "priority", "level", "urgency"];

/** Whether two alerts count other lines, while no label tells the alerts apart. */
function differ(one: RuleAnalysis, other: RuleAnalysis): boolean {
  if (labelsOf(one) !== labelsOf(other) || one.selections.length === 0 || other.selections.length === 0) return false;
  const hasOthers = hasOtherSeries(one, other);
  return !one.selections.some(({ selection: first }) =>
    other.selections.some(
      ({ selection: second }) =>
        (hasOthers || areRelated(matchers(one, first), matchers(other, second))) &&
        haveSimilarFilters(stages(one, first), stages(other, second)),
    ),
  );
}

function labelsOf({ rule }: RuleAnalysis): string {
  const labels = rule.labels.filter(({ name }) => !RANKS.includes(name));
  return JSON.stringify(labels.map(({ name, text }) => [name, text.value]).sort());
}

/** Whether a label of the series has other values, so that it tells the alerts apart. */
function hasOtherSeries(one: RuleAnalysis, other: RuleAnalysis): boolean {
  if (one.metric === null || other.metric === null) return true;
  const [first, second] = [one.seriesOf(one.metric).certain, other.seriesOf(other.metric).certain];
  return [...first].some(([name, conditions]) => areDisjoint(conditions, second.get(name) ?? []));
}

function matchers(rule: RuleAnalysis, { matchers: all }: Selection): readonly string[] {
  return all.map((matcher) => written(rule, matcher));
}

function stages(rule: RuleAnalysis, { stages: all }: Selection): readonly string[] {
  return all.map((stage) => written(rule, stage));
}

/** Whether one selector selects a part of the other one's streams. */
function areRelated(one: readonly string[], other: readonly string[]): boolean {
  const [few, many] = one.length < other.length ? [one, other] : [other, one];
  return few.every((matcher) => many.includes(matcher));
}

/** Whether the filters have a stage in common, or one alert has none. */
function haveSimilarFilters(one: readonly string[], other: readonly string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((stage) => other.includes(stage));
}

function finding(first: RuleAnalysis, other: RuleAnalysis, count: number): Finding {
  const [one, second] = [first, other].map((rule) =>
    rule.selections.map(({ selection }) => queryText(rule, selection)).join(" and "),
  );
  return {
    setting: settingOf(other),
    location: other.rule.title.location(),
    got: `the name "${other.rule.name}" for ${second}${count > 1 ? ` and ${count - 1} more queries` : ""}, and at ${place(first.rule.title)} for ${one}`,
    expected: "one meaning for each name",
    remedy: "rename one of the two, or give both a label that distinguishes them",
  };
}

/** The selector and its stages, without the window. */
function queryText(rule: RuleAnalysis, { selector, stages: all }: Selection): string {
  return [selector, ...all].map((part) => written(rule, part)).join(" ");
}
