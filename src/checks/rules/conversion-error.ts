import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import {
  type AmountFilter,
  type LabelFilter,
  type LogRange,
  matches,
  rangesIn,
  type Selection,
  type Stage,
  type Step,
  type Unwrap,
} from "../../logql";
import { filterFault } from "./filter";
import { sourceSteps } from "./filter-steps";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleConversionError = ruleCheck({
  id: "rule-conversion-error",
  title: "Queries drop values that are not numbers",
  severity: "warning",
  why: "one value that doesn't parse fails the whole evaluation, and the rule stays silent while the line is in the window",
  remedy: 'write | __error__="" after the comparison, or after unwrap',
  evidence:
    "measured on Loki 3.7.8: pipeline error: 'SampleExtractionErr' for | logfmt | unwrap took with took=abc, 'LabelFilterErr' for | took > 5s with took=5",
  find: (rule) => (rule.metric === null ? [] : rangesIn(rule.metric).flatMap((range) => unguarded(rule, range))),
});

function unguarded(rule: RuleAnalysis, { selection, unwrap }: LogRange): readonly RuleFinding[] {
  const analysis = rule.selections.find((one) => one.selection === selection);
  if (analysis === undefined || analysis.sources.length === 0 || filterFault(analysis, rule) !== null) return [];
  const steps = sourceSteps(analysis, rule)[0]?.steps ?? [];
  // A filter after unwrap also removes the lines that failed to parse before it.
  if (unwrap !== null)
    return isGuarded(unwrap.filters) || isNumber(rule, analysis, unwrap) ? [] : [ofUnwrap(rule, unwrap)];
  return steps.flatMap((step, index) => {
    const amount = amountIn(step.condition);
    if (amount === null || isPlain(amount, selection) || hasShape(selection, steps.slice(0, index), amount.label.name))
      return [];
    return steps.slice(index + 1).some(removesErrors) ? [] : [ofComparison(rule, step.stage, amount)];
  });
}

function amountIn(condition: LabelFilter | null): AmountFilter | null {
  if (condition === null) return null;
  if (condition.kind === "and" || condition.kind === "or") return amountIn(condition.left) ?? amountIn(condition.right);
  return condition.kind === "amount" ? condition : null;
}

/** Fields of logfmt lines that Go programs print with a unit. @see https://pkg.go.dev/time#Duration.String */
const DURATIONS = ["backoff", "delay", "duration", "elapsed", "latency", "took"];

/** A comparison with a plain number mostly meets a field that is always a number, unless logfmt prints it as a duration. */
function isPlain({ unit, label }: AmountFilter, { stages }: Selection): boolean {
  return unit === "number" && !(DURATIONS.includes(label.name) && stages.some(({ kind }) => kind === "logfmt"));
}

function removesErrors({ stage, condition }: Step): boolean {
  if (condition !== null) return removesError(condition, "LabelFilterErr");
  return stage.kind === "drop" && stage.labels.some((label) => label.kind === "name" && label.name === "__error__");
}

function removesError(filter: LabelFilter, error: string): boolean {
  if (filter.kind === "and") return removesError(filter.left, error) || removesError(filter.right, error);
  return filter.kind === "matcher" && filter.matcher.label.name === "__error__" && !matches(filter.matcher, error);
}

function isGuarded(filters: readonly LabelFilter[]): boolean {
  return filters.some((filter) => removesError(filter, "SampleExtractionErr"));
}

function isNumber(rule: RuleAnalysis, analysis: SelectionAnalysis, { label: { name } }: Unwrap): boolean {
  const sources = sourceSteps(analysis, rule);
  return (
    sources.every(({ after }) => after.values.get(name)?.numeric === true) ||
    hasShape(analysis.selection, sources[0]?.steps ?? [], name)
  );
}

/** Whether a filter or a group of a regular expression gives the value a shape, or a template computes it. */
function hasShape({ stages }: Selection, before: readonly Step[], name: string): boolean {
  return (
    before.some(({ condition }) => condition?.kind === "matcher" && isShape(condition, name)) ||
    stages.some((stage) => {
      if (stage.kind === "labelFormat") return stage.formats.some(({ label }) => label.name === name);
      return stage.kind === "regexp" && capturesDigits(stage.expression.value, name);
    })
  );
}

function isShape({ matcher }: Extract<LabelFilter, { kind: "matcher" }>, name: string): boolean {
  return matcher.label.name === name && !matcher.operator.startsWith("!") && matcher.value.value !== ".+";
}

/** Whether the group starts with a digit, as in (?P<took>\d+ms) and (?P<took>[0-9.]+). */
function capturesDigits(expression: string, name: string): boolean {
  return ["P<", "<"].some((open) => {
    const at = expression.indexOf(`(?${open}${name}>`);
    return at >= 0 && /^[^>]*>(?:[-+]\??)?(?:\\d|\[[-\d.]+\])/.test(expression.slice(at));
  });
}

function ofComparison(rule: RuleAnalysis, stage: Stage, amount: AmountFilter): RuleFinding {
  return {
    location: inQuery(rule, amount),
    got: `${written(rule, amount)}, after which nothing removes lines whose ${amount.label.name} doesn't parse`,
    expected: "a filter that removes such lines",
    remedy: `write ${written(rule, stage)} | __error__=""`,
  };
}

function ofUnwrap(rule: RuleAnalysis, unwrap: Unwrap): RuleFinding {
  const text = written(rule, unwrap);
  return {
    location: inQuery(rule, unwrap),
    got: `${text}, after which nothing removes lines whose ${unwrap.label.name} is not a number`,
    expected: "a filter that removes such lines",
    remedy: `write ${text} | __error__=""`,
  };
}
