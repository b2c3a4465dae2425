import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { BinaryOperation, Metric, RangeAggregation } from "../../logql";
import { Duration } from "../../units";
import { aggregated, isCount, isRate, numberComparisons, oneLineSuffices } from "./comparison";

/** The range aggregation of a query that a single line satisfies, or null. */
export function ofSingleLine(metric: Metric): RangeAggregation | null {
  switch (metric.kind) {
    case "rangeAggregation":
      return isCount(metric) || isRate(metric) ? metric : null;
    case "vectorAggregation":
    case "labelReplace":
      return ofSingleLine(metric.operand);
    case "binaryOperation":
      return ofComparison(metric);
    default:
      return null;
  }
}

function ofComparison(metric: BinaryOperation): RangeAggregation | null {
  const comparison = numberComparisons(metric).find(({ operation }) => operation === metric);
  if (comparison === undefined || !oneLineSuffices(comparison)) return null;
  return aggregated(comparison.metric);
}

/** The range aggregations of an alert's operands that a single line satisfies, for as long as it is in the window. */
export function singleLineRanges(metric: Metric): readonly RangeAggregation[] {
  if (metric.kind === "binaryOperation") {
    if (metric.operator === "or") return [...singleLineRanges(metric.left), ...singleLineRanges(metric.right)];
    if (metric.operator === "and" || metric.operator === "unless") return singleLineRanges(metric.left);
  }
  const range = ofSingleLine(metric);
  return range === null ? [] : [range];
}

/** The window of a range aggregation. */
export function windowOf({ range }: RangeAggregation): Duration {
  return Duration.milliseconds(range.window.milliseconds);
}

/** The time between the first and the last evaluation with a line in the window. */
export function timeInWindow(window: Duration, interval: Duration): Duration {
  const evaluations = Math.ceil(window.dividedBy(interval));
  return interval.times(Math.max(0, evaluations - 1));
}

/** Whether the pending period of a rule outlasts a single line. */
export function outlastsLine({ rule }: RuleAnalysis, window: Duration, interval: Duration): boolean {
  return rule.for?.duration.isLongerThan(timeInWindow(window, interval)) === true;
}

/** Whether a line is in the window at one evaluation only, or at two by chance. */
export function isShort(window: Duration, interval: Duration): boolean {
  return interval.times(2).isLongerThan(window);
}

const USUAL = Duration.minutes(5);

/** A window in which several evaluations see each line. */
export function wideWindow(interval: Duration): Duration {
  return isShort(USUAL, interval) ? interval.times(3) : USUAL;
}
