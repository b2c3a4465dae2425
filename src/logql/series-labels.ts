import {
  type BinaryOperation,
  type Grouping,
  isSetOperation,
  type LogRange,
  type Matcher,
  type Metric,
  type RangeAggregation,
  type Selection,
  type VectorAggregation,
} from "./ast";
import { type CertainLabels, certainAfter, NO_LABELS, withoutLabels } from "./certain-labels";
import { isNumber } from "./constant";
import { LabelSet, type Lines, labelsAfter } from "./labels";

/** Returns the known properties of a selection's lines. */
export type LinesOf = (selection: Selection) => Lines;

/** The labels of the series that a metric query returns. */
export interface SeriesLabels {
  /** The labels that a series may have. */
  readonly possible: LabelSet;
  /** The labels that every series has, each with the matchers that its value satisfies. */
  readonly certain: CertainLabels;
}

const NONE: SeriesLabels = { possible: LabelSet.none, certain: NO_LABELS };

/** Returns the labels of a metric query's series. */
export type SeriesOf = (metric: Metric) => SeriesLabels;

/** Returns a function that returns the labels of a metric query's series. It computes them once for each part. */
export function seriesLabels(linesOf: LinesOf): SeriesOf {
  const known = new Map<Metric, SeriesLabels>();
  const seriesOf = (metric: Metric): SeriesLabels => {
    const series = known.get(metric) ?? compute(metric, seriesOf, linesOf);
    known.set(metric, series);
    return series;
  };
  return seriesOf;
}

/** Returns the labels that the series of a metric query may have. */
export function labelsOf(metric: Metric, linesOf: LinesOf): LabelSet {
  return seriesLabels(linesOf)(metric).possible;
}

function compute(metric: Metric, seriesOf: SeriesOf, linesOf: LinesOf): SeriesLabels {
  switch (metric.kind) {
    case "rangeAggregation":
      return ofRangeAggregation(metric, linesOf);
    case "vectorAggregation":
      return ofVectorAggregation(metric, seriesOf(metric.operand));
    case "labelReplace": {
      const { possible, certain } = seriesOf(metric.operand);
      const target = metric.target.value;
      return { possible: possible.with([target]), certain: withoutLabels(certain, [target]) };
    }
    case "binaryOperation":
      return ofBinaryOperation(metric, seriesOf(metric.left), seriesOf(metric.right));
    default:
      return NONE;
  }
}

/** Returns the labels of the lines that a range aggregation receives. */
export function labelsOfRange({ selection }: LogRange, linesOf: LinesOf): LabelSet {
  return labelsAfter(linesOf(selection), selection);
}

function ofRangeAggregation({ function: name, range, grouping }: RangeAggregation, linesOf: LinesOf): SeriesLabels {
  if (name === "absent_over_time") return ofAbsence(range.selection);
  const { selection, unwrap } = range;
  const lines = { possible: labelsOfRange(range, linesOf), certain: certainAfter(linesOf(selection), selection) };
  if (grouping?.by === true && grouping.labels.length > 0) return grouped(lines, grouping);
  const unwrapped = unwrap === null ? lines : without(lines, [unwrap.label.name]);
  return grouping === null ? unwrapped : grouped(unwrapped, grouping);
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/evaluator.go (absentLabels) */
function ofAbsence({ matchers }: Selection): SeriesLabels {
  const isOnly = ({ label }: Matcher) => matchers.filter((other) => other.label.name === label.name).length === 1;
  const equal = matchers.filter((matcher) => matcher.operator === "=" && isOnly(matcher));
  const certain = equal.filter(({ value }) => value.value !== "");
  return {
    possible: new LabelSet(equal.map(({ label }) => label.name)),
    certain: new Map(certain.map((matcher) => [matcher.label.name, [matcher]])),
  };
}

/** The vector aggregations that return series unchanged. */
const SELECTING: readonly string[] = ["topk", "bottomk", "approx_topk", "sort", "sort_desc"];

function ofVectorAggregation({ function: name, grouping }: VectorAggregation, series: SeriesLabels): SeriesLabels {
  if (SELECTING.includes(name)) return series;
  return grouping === null ? NONE : grouped(series, grouping);
}

function grouped(series: SeriesLabels, { by, labels: names }: Grouping): SeriesLabels {
  const listed = names.map(({ name }) => name);
  return by ? only(series, listed) : without(series, listed);
}

function only({ possible, certain }: SeriesLabels, names: readonly string[]): SeriesLabels {
  return {
    possible: possible.only(names),
    certain: new Map([...certain].filter(([name]) => names.includes(name))),
  };
}

function without({ possible, certain }: SeriesLabels, names: readonly string[]): SeriesLabels {
  return { possible: possible.without(names), certain: withoutLabels(certain, names) };
}

/** Returns the labels by which the series of one side match those of the other. */
export function matchedLabels(series: SeriesLabels, { matching }: BinaryOperation): SeriesLabels {
  if (matching === null) return series;
  const names = matching.labels.map(({ name }) => name);
  return matching.on ? only(series, names) : without(series, names);
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/evaluator.go (resultMetric) */
function ofBinaryOperation(operation: BinaryOperation, one: SeriesLabels, other: SeriesLabels): SeriesLabels {
  const { operator, matching, left, right } = operation;
  if (operator === "or") return either(one, other);
  if (isSetOperation(operator) || isNumber(right)) return one;
  if (isNumber(left)) return other;
  if (matching === null) return one;
  if (matching.group === null) return matchedLabels(one, operation);
  const included = matching.include.map(({ name }) => name);
  const [many, few] = matching.group === "left" ? [one, other] : [other, one];
  const { possible, certain } = without(many, included);
  return { possible: possible.or(few.possible.only(included)), certain };
}

function either(one: SeriesLabels, other: SeriesLabels): SeriesLabels {
  const shared = [...one.certain.keys()].filter((name) => other.certain.has(name));
  return { possible: one.possible.or(other.possible), certain: new Map(shared.map((name) => [name, []])) };
}
