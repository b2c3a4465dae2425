import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { NumberComparison, RangeAggregation } from "../../logql";
import { aggregated, isRate, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleAbsence = ruleCheck({
  id: "rule-absence",
  title: "Rules detect missing lines with absent_over_time",
  severity: "error",
  why: "without lines there is no series rather than a count of zero, so a rule that waits for zero never fires",
  remedy: "use absent_over_time",
  evidence: "https://grafana.com/docs/loki/latest/query/metric_queries/#log-range-aggregations (absent_over_time)",
  find: (rule) =>
    rule.metric === null ? [] : numberComparisons(rule.metric).flatMap((comparison) => unreachable(rule, comparison)),
});

function unreachable(rule: RuleAnalysis, comparison: NumberComparison): readonly RuleFinding[] {
  const { operation, metric, operator, number } = comparison;
  const aggregation = aggregated(metric);
  if (aggregation === null || !isAbsence(comparison)) return [];
  return [
    {
      location: inQuery(rule, operation),
      got: `${aggregation.function} ${operator} ${number}, which is never true: without lines there is no value, and with lines the value is too high`,
      expected: "absent_over_time, which has a value if there are no lines",
      remedy: `use absent_over_time(${written(rule, aggregation.range)})`,
    },
  ];
}

/** Returns whether a comparison waits for a number of lines that is zero. */
export function isAbsence({ operation, metric, operator, number }: NumberComparison): boolean {
  const aggregation = aggregated(metric);
  return aggregation !== null && !operation.bool && excludesEveryValue(aggregation, operator, number);
}

/** A rate of lines is above zero, and a count is at least one. Bytes can be zero, in an empty line. */
function excludesEveryValue(aggregation: RangeAggregation, operator: string, number: number): boolean {
  const counts = aggregation.function === "count_over_time";
  if (counts && operator === "<" && number <= 1) return true;
  if (!counts && !(aggregation.function === "rate" && isRate(aggregation))) return false;
  return (operator === "<" || operator === "<=" || operator === "==") && number <= 0;
}
