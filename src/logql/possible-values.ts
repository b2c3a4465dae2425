import {
  type BinaryOperation,
  type Comparison,
  isComparison,
  isSetOperation,
  type Metric,
  type Operator,
  type RangeAggregation,
  type VectorAggregation,
} from "./ast";
import { constantValue, type NumberComparison, numberComparison } from "./constant";
import {
  ANY,
  atLeast,
  between,
  calculate,
  exactly,
  hull,
  type Interval,
  intersection,
  isSatisfied,
  restricted,
} from "./interval";
import { greatestRatio } from "./line-ratio";
import { compactText } from "./query-text";
import type { SeriesOf } from "./series-labels";
import { mismatchOf } from "./vector-matching";

/** The values that a metric query may return. */
export interface PossibleValues {
  /** The values of its series. Each operand of "or" is a part of its own; without parts, no series is possible. */
  readonly parts: readonly SeriesValues[];
  /** Whether there is always at least one series. */
  readonly total: boolean;
}

export interface SeriesValues {
  readonly values: Interval;
  /** Whether a series with such a value always exists, even without lines. */
  readonly always: boolean;
}

/** Returns the values that a part of a query may have. */
export type ValuesOf = (metric: Metric) => PossibleValues;

const IMPOSSIBLE: PossibleValues = { parts: [], total: false };

/**
 * Returns a function that returns the values that a part of a query may have. It computes them once for each part.
 * @param text the query
 */
export function possibleValues(text: string, seriesOf: SeriesOf): ValuesOf {
  const known = new Map<Metric, PossibleValues>();
  const valuesOf = (metric: Metric): PossibleValues => {
    const values = known.get(metric) ?? compute(metric, { text, seriesOf, valuesOf });
    known.set(metric, values);
    return values;
  };
  return valuesOf;
}

interface Context {
  readonly text: string;
  readonly seriesOf: SeriesOf;
  readonly valuesOf: ValuesOf;
}

function compute(metric: Metric, context: Context): PossibleValues {
  switch (metric.kind) {
    case "literal":
    case "vector":
      return always(exactly(metric.value));
    case "rangeAggregation":
      return sometimes(ofLines(metric));
    case "vectorAggregation":
      return aggregated(metric, context.valuesOf(metric.operand));
    case "labelReplace":
      return context.valuesOf(metric.operand);
    case "binaryOperation":
      return ofOperation(metric, context);
  }
}

function always(values: Interval): PossibleValues {
  return { parts: [{ values, always: true }], total: true };
}

function sometimes(values: Interval | null): PossibleValues {
  return values === null ? IMPOSSIBLE : { parts: [{ values, always: false }], total: false };
}

/** A series has at least one line. An empty line has no bytes. */
function ofLines({ function: name, range, parameter }: RangeAggregation): Interval {
  const unwrapped = range.unwrap !== null;
  switch (name) {
    case "absent_over_time":
      return exactly(1);
    case "count_over_time":
      return atLeast(1);
    case "rate":
      return unwrapped ? ANY : atLeast(1_000 / range.window.milliseconds);
    case "bytes_over_time":
    case "bytes_rate":
      return atLeast(0);
    case "stddev_over_time":
    case "stdvar_over_time":
      return { ...atLeast(0), nan: true };
    case "quantile_over_time":
      return quantile(Number(parameter?.text));
    default:
      return ANY;
  }
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/range_vector.go (quantile) */
function quantile(parameter: number): Interval {
  if (parameter > 1) return exactly(Infinity);
  return parameter < 0 ? exactly(-Infinity) : ANY;
}

function aggregated({ function: name, grouping }: VectorAggregation, operand: PossibleValues): PossibleValues {
  if (operand.parts.length === 0) return IMPOSSIBLE;
  const values = operand.parts.map((part) => part.values).reduce(hull);
  const { total } = operand;
  const isOne = grouping === null || (grouping.by && grouping.labels.length === 0);
  const result = (aggregate: Interval) => ({ parts: [{ values: aggregate, always: total && isOne }], total });
  switch (name) {
    case "sum":
      return result(sumOf(values));
    case "count":
      return result(atLeast(1));
    case "stddev":
    case "stdvar":
      return result({ ...atLeast(0), nan: values.nan });
    case "sort":
    case "sort_desc":
      return operand;
    default:
      return result(values);
  }
}

/** The sum of one or more values. */
function sumOf(values: Interval): Interval {
  if (values.low >= 0) return { ...values, high: values.high === 0 ? 0 : Infinity, highOpen: false };
  return { ...ANY, nan: values.nan };
}

function ofOperation(operation: BinaryOperation, context: Context): PossibleValues {
  const { operator, left, right, bool } = operation;
  const constant = constantValue(operation);
  if (constant !== null) return always(exactly(constant));
  const [one, other] = [context.valuesOf(left), context.valuesOf(right)];
  if (operator === "or") return either(operation, one, other, context);
  if (isSetOperation(operator)) return filteredBySeries(operation, one, other, context);
  if (isComparison(operator) && !bool) return compared(operation, operator, context);
  const isVector = constantValue(left) === null && constantValue(right) === null;
  if (isVector) return sometimes(merged(operation, one, other, context));
  return onEach(operation, one, other);
}

function either(
  operation: BinaryOperation,
  one: PossibleValues,
  other: PossibleValues,
  context: Context,
): PossibleValues {
  const isSeparate = one.parts.length === 0 || mismatchOf(operation, context.seriesOf) !== null;
  const added = other.parts.map(({ values, always: exists }) => ({ values, always: exists && isSeparate }));
  return { parts: [...one.parts, ...added], total: one.total || other.total };
}

/** The values of the left side that "and" and "unless" keep. */
function filteredBySeries(
  operation: BinaryOperation,
  one: PossibleValues,
  other: PossibleValues,
  { text, seriesOf }: Context,
): PossibleValues {
  const isAnd = operation.operator === "and";
  if (one.parts.length === 0 || (isAnd && other.parts.length === 0)) return IMPOSSIBLE;
  if (isAnd && mismatchOf(operation, seriesOf) !== null) return IMPOSSIBLE;
  const [left, right] = [operation.left, operation.right].map(filteringComparison);
  const [range, second] = [rangeOf(one), rangeOf(other)];
  if (left == null || right == null || range === null || second === null) return kept(one);
  // Both sides compare the same metric, so that a series has the same value on both.
  if (operation.matching !== null || compactText(text, left.metric) !== compactText(text, right.metric))
    return kept(one);
  if (isAnd) return sometimes(intersection(range, second));
  return isSatisfied(range, right.operator, right.number) ? IMPOSSIBLE : kept(one);
}

/** With bool, a comparison keeps all series. */
function filteringComparison(side: Metric): NumberComparison | null {
  const comparison = numberComparison(side);
  return comparison?.operation.bool ? null : comparison;
}

function kept({ parts }: PossibleValues): PossibleValues {
  return { parts: parts.map(({ values }) => ({ values, always: false })), total: false };
}

function rangeOf({ parts }: PossibleValues): Interval | null {
  return parts.length === 0 ? null : parts.map(({ values }) => values).reduce(hull);
}

/** A comparison keeps the values that satisfy it. */
function compared(operation: BinaryOperation, operator: Comparison, context: Context): PossibleValues {
  const comparison = numberComparison(operation);
  if (comparison === null) return sometimes(comparedSeries(operation, operator, context));
  return satisfying(context.valuesOf(comparison.metric), comparison.operator, comparison.number);
}

function satisfying({ parts, total }: PossibleValues, operator: Comparison, number: number): PossibleValues {
  const results = parts.map(({ values, always: exists }) => {
    const isKept = isSatisfied(values, operator, number);
    const range = restricted(values, operator, number);
    return { isKept, part: range && { values: range, always: exists && isKept } };
  });
  return {
    parts: results.flatMap(({ part }) => part ?? []),
    total: (total && results.every(({ isKept }) => isKept)) || results.some(({ part }) => part?.always === true),
  };
}

function comparedSeries(operation: BinaryOperation, operator: Comparison, context: Context): Interval | null {
  if (mismatchOf(operation, context.seriesOf) !== null) return null;
  const [left, right] = [operation.left, operation.right].map((side) => rangeOf(context.valuesOf(side)));
  if (left == null || right == null) return null;
  const ratio = greatestRatio(operation, context.text);
  if (operator === ">" && ratio !== null && ratio <= 1) return null;
  if (operator === ">" || operator === ">=") return restricted(left, operator, right.low);
  if (operator === "<" || operator === "<=") return restricted(left, operator, right.high);
  return left;
}

/** The results of arithmetic or bool on matching series. */
function merged(
  operation: BinaryOperation,
  one: PossibleValues,
  other: PossibleValues,
  { text, seriesOf }: Context,
): Interval | null {
  const [left, right] = [rangeOf(one), rangeOf(other)];
  if (left === null || right === null || mismatchOf(operation, seriesOf) !== null) return null;
  const values = arithmetic(operation.operator, left, right);
  const ratio = operation.operator === "/" ? greatestRatio(operation, text) : null;
  return ratio === null ? values : intersection(values, { ...between(0, ratio), nan: true });
}

/** The results of an operation with a number, for each series of the other side. */
function onEach({ operator, left }: BinaryOperation, one: PossibleValues, other: PossibleValues): PossibleValues {
  const isLeft = constantValue(left) !== null;
  const [series, constant] = isLeft ? [other, one] : [one, other];
  const number = rangeOf(constant) ?? ANY;
  const parts = series.parts.map(({ values, always: exists }) => ({
    values: isLeft ? arithmetic(operator, number, values) : arithmetic(operator, values, number),
    always: exists,
  }));
  return { parts, total: series.total };
}

function arithmetic(operator: Operator, left: Interval, right: Interval): Interval {
  if (isComparison(operator)) return between(0, 1);
  return operator === "+" || operator === "-" || operator === "*" || operator === "/"
    ? calculate(operator, left, right)
    : ANY;
}
