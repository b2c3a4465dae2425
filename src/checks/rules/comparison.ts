import type { RuleAnalysis } from "../../alerting/rule-analysis";
import {
  type Expression,
  expressionsIn,
  type Metric,
  type NumberComparison,
  numberComparison,
  type RangeAggregation,
  type RangeFunction,
} from "../../logql";
import { oncePer } from "../../units";

/** Every comparison with a number in an expression. */
export const numberComparisons = oncePer((expression: Expression): readonly NumberComparison[] =>
  expressionsIn(expression).flatMap((part) => numberComparison(part) ?? []),
);

const UNIT_PRESERVING = ["sum", "max", "min", "topk", "bottomk", "sort", "sort_desc"];

/**
 * The range aggregation whose unit the metric keeps: sums and selections leave a count a count and a rate a rate. Null
 * for any other calculation.
 */
export function aggregated(metric: Metric): RangeAggregation | null {
  if (metric.kind === "rangeAggregation") return metric;
  if (metric.kind === "labelReplace") return aggregated(metric.operand);
  return metric.kind === "vectorAggregation" && UNIT_PRESERVING.includes(metric.function)
    ? aggregated(metric.operand)
    : null;
}

const COUNTS: readonly RangeFunction[] = ["count_over_time", "bytes_over_time"];
const RATES: readonly RangeFunction[] = ["rate", "bytes_rate"];

/** Whether it counts lines or bytes, so its values are whole numbers above zero. */
export function isCount({ function: name }: RangeAggregation): boolean {
  return COUNTS.includes(name);
}

/** Whether its unit is lines or bytes per second. */
export function isRate({ function: name, range }: RangeAggregation): boolean {
  return RATES.includes(name) && range.unwrap === null;
}

/** Whether a single line in the window satisfies a comparison. */
export function oneLineSuffices({ metric, operator, number }: NumberComparison): boolean {
  const aggregation = aggregated(metric);
  if (aggregation === null || operator.startsWith("<") || operator === "==") return false;
  if (number === 0) return operator !== ">=" && (isCount(aggregation) || isRate(aggregation));
  const value = valueOfOneLine(aggregation);
  return value !== null && number > 0 && (operator === ">=" ? value >= number : operator === ">" && value > number);
}

/** Null for bytes, which depend on the line. */
function valueOfOneLine(aggregation: RangeAggregation): number | null {
  if (aggregation.function === "count_over_time") return 1;
  return aggregation.function === "rate" && isRate(aggregation) ? 1_000 / aggregation.range.window.milliseconds : null;
}

/** Returns whether no possible value satisfies a comparison. */
export function neverHolds({ valuesOf }: RuleAnalysis, { operation, metric }: NumberComparison): boolean {
  return valuesOf(metric).parts.length > 0 && valuesOf(operation).parts.length === 0;
}
