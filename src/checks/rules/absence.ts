import type { RuleAnalysis } from "../../alerting/analysis/rule-analysis";
import type { RangeAggregation } from "../../logql/tree/expression";
import { aggregated, isCount, isRate, type NumberComparison, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleAbsence = ruleCheck({
  id: "rule-absence",
  severity: "error",
  reason: "where there are no lines there is no count of zero but nothing, so a rule that waits for zero never fires",
  evidence: "https://grafana.com/docs/loki/latest/query/metric_queries/#log-range-aggregations (absent_over_time)",
  find: (rule) =>
    rule.metric === null ? [] : numberComparisons(rule.metric).flatMap((comparison) => unreachable(rule, comparison)),
});

function unreachable(
  rule: RuleAnalysis,
  { operation, metric, operator, number }: NumberComparison,
): readonly RuleFinding[] {
  const aggregation = aggregated(metric);
  if (aggregation === null || operation.bool || !wantsNothing(aggregation, operator, number)) return [];
  return [
    {
      place: inQuery(rule, operation),
      got: `${aggregation.function} ${operator} ${number}, though without lines there is no number, and with one it is above that`,
      wanted: "absent_over_time, which has a value where there are no lines",
      remedy: `write absent_over_time(${written(rule, aggregation.range)})`,
    },
  ];
}

/** Every value that there can be is above zero, and a count's is at least one. */
function wantsNothing(aggregation: RangeAggregation, operator: string, number: number): boolean {
  if (isCount(aggregation) && operator === "<" && number <= 1) return true;
  if (!isCount(aggregation) && !isRate(aggregation)) return false;
  return (operator === "<" || operator === "<=" || operator === "==") && number <= 0;
}
