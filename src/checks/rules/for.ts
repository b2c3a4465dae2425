import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { BinaryOperation, Metric, RangeAggregation } from "../../logql";
import { Duration } from "../../units";
import { aggregated, isCount, isRate, numberComparisons, oneLineSuffices } from "./comparison";
import { type RuleFinding, ruleCheck } from "./rule-check";

export const ruleFor = ruleCheck({
  id: "rule-for",
  title: "A pending period is shorter than the window",
  severity: "warning",
  why: "if one line satisfies the query, a pending period (for) as long as the window never elapses: the line leaves the window first",
  remedy: "remove for, widen the window, or count more than one line",
  evidence:
    "a fact that is logged once needs no confirmation: with for: 1m an alert took 67 s (docs/original-deployment.md)",
  find: neverElapses,
});

function neverElapses(rule: RuleAnalysis): readonly RuleFinding[] {
  const { for: pending } = rule.rule;
  const window = rule.metric === null ? null : windowOfOneLine(rule.metric);
  if (pending === null || window === null || window.isLongerThan(pending.duration)) return [];
  return [
    {
      location: pending.text.location(),
      got: `for: ${pending.text.value}, while one line satisfies the query for ${window}`,
      expected: `less than ${window}, or no for`,
      remedy: "remove for, widen the window, or count more than one line if only repeated lines matter",
    },
  ];
}

/** The window of a query that a single line satisfies. */
function windowOfOneLine(metric: Metric): Duration | null {
  switch (metric.kind) {
    case "rangeAggregation":
      return isCount(metric) || isRate(metric) ? windowOf(metric) : null;
    case "vectorAggregation":
    case "labelReplace":
      return windowOfOneLine(metric.operand);
    case "binaryOperation":
      return windowOfComparison(metric);
    default:
      return null;
  }
}

function windowOfComparison(metric: BinaryOperation): Duration | null {
  const comparison = numberComparisons(metric).find(({ operation }) => operation === metric);
  if (comparison === undefined || !oneLineSuffices(comparison)) return null;
  const aggregation = aggregated(comparison.metric);
  return aggregation === null ? null : windowOf(aggregation);
}

function windowOf({ range }: RangeAggregation): Duration {
  return Duration.milliseconds(range.window.milliseconds);
}
