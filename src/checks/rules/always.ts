import type { RuleAnalysis } from "../../alerting/rule-analysis";
import {
  type BinaryOperation,
  constantValue,
  isComparison,
  isNumber,
  isSatisfied,
  type Metric,
  type NumberComparison,
} from "../../logql";
import { isAbsence } from "./absence";
import { aggregated, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleAlwaysFires = ruleCheck({
  id: "rule-always-fires",
  title: "Alerts do not fire without a cause",
  severity: "error",
  why: "an alert fires for every series that its query returns, and this query always returns one, whatever the logs contain",
  remedy: "compare the whole query with a threshold, or name the alert Watchdog if it should always fire",
  evidence: "Loki 3.7.8, evaluated: sum(rate({…}[5m])) > 5 or vector(0) returns 0, and 1 > 2 returns 0",
  find: ({ rule, metric, ...analysis }) =>
    rule.kind === "alert" && metric !== null && !isHeartbeat(rule.name, metric) && analysis.valuesOf(metric).total
      ? [finding({ rule, metric, ...analysis }, metric)]
      : [],
});

/** An alert that fires to show that alerting works. */
function isHeartbeat(name: string, metric: Metric): boolean {
  return metric.kind === "vector" || /watchdog|dead.?man|heart.?beat|always/i.test(name);
}

function finding(rule: RuleAnalysis, metric: Metric): RuleFinding {
  return {
    location: inQuery(rule, metric.kind === "binaryOperation" ? metric.operatorSpan : metric),
    got: `${cause(rule, metric)}, so the alert always fires`,
    expected: "a query that returns nothing if there is no problem",
    remedy: remedyFor(rule, metric),
  };
}

function cause(rule: RuleAnalysis, metric: Metric): string {
  if (isNumber(metric)) return `the number ${constantValue(metric)}, which is never absent`;
  if (metric.kind === "binaryOperation" && metric.operator === "or") {
    return `or ${written(rule, metric.right)}, which adds a series at every evaluation`;
  }
  return `${written(rule, metric)}, which returns a series at every evaluation`;
}

const OTHERWISE = "compare a count of lines with a threshold";

/** Without its "or", the comparison would wait for a count of zero, or exclude nothing. */
function remedyFor(rule: RuleAnalysis, metric: Metric): string {
  if (metric.kind !== "binaryOperation") return OTHERWISE;
  if (metric.operator === "or") return withoutOr(rule, metric);
  const { left, right } = metric;
  const number = constantValue(right);
  if (left.kind !== "binaryOperation" || left.operator !== "or" || number === null) return OTHERWISE;
  if (metric.operator.startsWith(">")) return "write > 0 if any line matters";
  const aggregation = aggregated(left.left);
  const waits =
    isComparison(metric.operator) &&
    isAbsence({ operation: metric, metric: left.left, operator: metric.operator, number });
  if (waits && aggregation !== null) return `use absent_over_time(${written(rule, aggregation.range)})`;
  return `remove "or ${written(rule, left.right)}"`;
}

/** The remedy for "a or vector(0) < 1", where the comparison applies to vector(0) only. */
export function withoutOr(rule: RuleAnalysis, { left, right }: BinaryOperation): string {
  const { names, open } = rule.seriesOf(left).possible;
  const isCompared = right.kind === "binaryOperation" && right.left.kind === "vector" && isComparison(right.operator);
  const needsNone = left.kind === "binaryOperation" && isComparison(left.operator);
  if (!isCompared || needsNone || names.size > 0 || open) return `remove "or ${written(rule, right)}"`;
  return `write parentheses: (… or ${written(rule, right.left)}) ${right.operator} ${written(rule, right.right)}`;
}

export const ruleAlwaysTrue = ruleCheck({
  id: "rule-always-true",
  title: "Comparisons exclude something",
  severity: "warning",
  why: "a comparison that every value satisfies removes no series, so a single line fires the alert",
  remedy: "compare with a number that some values don't reach",
  evidence: "Loki returns no series instead of a zero, so a count of lines is at least 1 and a rate above 0",
  find: (rule) =>
    rule.metric === null
      ? []
      : numberComparisons(rule.metric).flatMap((comparison) => satisfied(rule, comparison) ?? []),
});

function satisfied(rule: RuleAnalysis, comparison: NumberComparison): RuleFinding | null {
  const { operation, operator, number } = comparison;
  if (operation.bool || !isAlwaysTrue(rule, comparison) || statesAnyLine(comparison)) return null;
  return {
    location: inQuery(rule, operation.operatorSpan),
    got: `${operator} ${number}, which is always true`,
    expected: "a comparison that some values don't satisfy",
    remedy:
      operator.startsWith(">") || operator === "!="
        ? "write > 0 if any line matters"
        : "remove the comparison, or lower the number",
  };
}

/** A comparison that makes the whole alert fire has its own finding. */
function isAlwaysTrue({ valuesOf }: RuleAnalysis, { operation, metric, operator, number }: NumberComparison): boolean {
  const { parts, total } = valuesOf(metric);
  if (parts.length === 0 || (total && valuesOf(operation).total)) return false;
  return parts.every(({ values }) => isSatisfied(values, operator, number));
}

/** "> 0", ">= 1" and the like state that any line matters, and "== 1" that the metric is 1 or absent. */
function statesAnyLine({ operator, number }: NumberComparison): boolean {
  if (operator === ">=") return number > 0;
  if (operator === ">") return number >= 0;
  return operator === "==" || (operator === "!=" && number === 0);
}
