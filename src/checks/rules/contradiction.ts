import type { RuleAnalysis } from "../../alerting/rule-analysis";
import {
  type LineFilter,
  type RegularExpression,
  requiredTexts,
  type Selection,
  type Stage,
  textExpression,
} from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleContradiction = ruleCheck({
  id: "rule-contradiction",
  title: "Line filters do not exclude each other",
  severity: "error",
  why: "no line has a text and lacks a part of it, so the rule never fires",
  remedy: "remove one of the two filters, or exclude a longer text",
  evidence: 'measured on Loki 3.7.8: |= "error" != "err" returns nothing; LogQL has no words, only texts',
  find: (rule) => rule.selections.flatMap(({ selection }) => contradictions(rule, selection)),
});

/** Each filter is compared with each, so that only the first ones of a very long query are compared. */
const MOST_COMPARED = 200;

/** One finding per selection: after the first, no lines are left. */
function contradictions(rule: RuleAnalysis, { stages }: Selection): readonly RuleFinding[] {
  for (const filters of unchanged(stages)) {
    const exclusions = filters
      .filter(({ operator }) => operator.startsWith("!"))
      .slice(0, MOST_COMPARED)
      .map(exclusionOf);
    if (exclusions.length === 0) continue;
    for (const positive of filters.filter(({ operator }) => operator.startsWith("|")).slice(0, MOST_COMPARED)) {
      const excluding = excludingFilter(requiredTexts(positive), exclusions);
      if (excluding !== undefined) return [finding(rule, positive, excluding)];
    }
  }
  return [];
}

const REWRITING: readonly Stage["kind"][] = ["lineFormat", "decolorize", "unpack"];

/** The line filters that see the same line. */
function unchanged(stages: readonly Stage[]): readonly (readonly LineFilter[])[] {
  const groups: LineFilter[][] = [[]];
  for (const stage of stages) {
    if (REWRITING.includes(stage.kind)) groups.push([]);
    if (stage.kind === "lineFilter") groups.at(-1)?.push(stage);
  }
  return groups;
}

/** The first filter that excludes a line for one of the texts, if filters exclude lines for all of them. */
function excludingFilter(texts: readonly string[], exclusions: readonly Exclusion[]): LineFilter | undefined {
  const excluding = texts.map((text) => exclusions.find(({ excludes }) => excludes(text)));
  return excluding.every((exclusion) => exclusion !== undefined) ? excluding[0]?.filter : undefined;
}

interface Exclusion {
  readonly filter: LineFilter;
  /** Returns whether the filter excludes every line that contains the text. */
  readonly excludes: (text: string) => boolean;
}

function exclusionOf(filter: LineFilter): Exclusion {
  const { operator, alternatives } = filter;
  const values = alternatives.flatMap(({ value, address }) => (address || value === "" ? [] : [value]));
  if (operator === "!=") return { filter, excludes: (text) => values.some((value) => text.includes(value)) };
  const expressions = operator === "!~" ? values.flatMap(anywhere) : [];
  return { filter, excludes: (text) => expressions.some((expression) => expression.test(text)) };
}

/** None if the expression matches every line, or depends on the rest of the line. */
function anywhere(pattern: string): readonly RegularExpression[] {
  const expression = textExpression(pattern);
  return expression === null || expression.test("") ? [] : [expression];
}

function finding(rule: RuleAnalysis, positive: LineFilter, negative: LineFilter): RuleFinding {
  return {
    location: inQuery(rule, negative),
    got: `${written(rule, negative)}, which excludes every line that ${written(rule, positive)} finds`,
    expected: "filters that a line can pass together",
    remedy: `remove ${written(rule, negative)}, or exclude a text that only the unwanted lines contain`,
  };
}
