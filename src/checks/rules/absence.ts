import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { RangeAggregation } from "../../logql";
import { aggregated, isRate, type NumberComparison, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleAbsence = ruleCheck({
  id: "rule-absence",
  severity: "error",
  reason: "where there are no lines there is no count of zero but nothing, so a rule that waits for zero never fires",
  evidence: "https://grafana.com/docs/loki/latest/query/metric_queries/#log-range-aggregations (absent_over_time)",
  find: (rule) =>
    rule.metric === null ? [] : numberComparisons(rule.metric).flatMap((comparison) => unreachable(rule, comparison)),
});

function unreachable(rule: RuleAnalysis, comparison: NumberComparison): readonly RuleFinding[] {
  const { operation, metric, operator, number } = comparison;
  const aggregation = aggregated(metric);
  if (aggregation === null || !neverHolds(comparison)) return [];
  return [
    {
      location: inQuery(rule, operation),
      got: `${aggregation.function} ${operator} ${number}, though without lines there is no number, and with one it is above that`,
      expected: "absent_over_time, which has a value where there are no lines",
      remedy: `write absent_over_time(${written(rule, aggregation.range)})`,
    },
  ];
}

/** Whether no number that there can be satisfies a comparison. */
export function neverHolds({ operation, metric, operator, number }: NumberComparison): boolean {
  const aggregation = aggregated(metric);
  return aggregation !== null && !operation.bool && wantsNothing(aggregation, operator, number);
}

/** Every rate of lines is above zero, and a count is at least one; bytes there are none in an empty line. */
function wantsNothing(aggregation: RangeAggregation, operator: string, number: number): boolean {
  const counts = aggregation.function === "count_over_time";
  if (counts && operator === "<" && number <= 1) return true;
  if (!counts && !(aggregation.function === "rate" && isRate(aggregation))) return false;
  return (operator === "<" || operator === "<=" || operator === "==") && number <= 0;
}
