import {
  type BinaryOperation,
  type Grouping,
  isSetOperation,
  type LogRange,
  type Metric,
  type RangeAggregation,
  type VectorAggregation,
} from "../tree/expression";
import type { Selection } from "../tree/selection";
import { isNumber } from "../validation/expressions";
import { LabelSet } from "./label-set";
import { type Lines, labelsAfter } from "./lines";

/** What is known of the lines of each selection. */
export type LinesOf = (selection: Selection) => Lines;

/** The labels that the series of a metric may carry. */
export function labelsOf(metric: Metric, linesOf: LinesOf): LabelSet {
  switch (metric.kind) {
    case "rangeAggregation":
      return ofRangeAggregation(metric, linesOf);
    case "vectorAggregation":
      return ofVectorAggregation(metric, labelsOf(metric.of, linesOf));
    case "labelReplace":
      return labelsOf(metric.of, linesOf).with([metric.target.value]);
    case "binaryOperation":
      return ofOperation(metric, labelsOf(metric.left, linesOf), labelsOf(metric.right, linesOf));
    default:
      return LabelSet.none;
  }
}

/** The labels that a range hands to the function around it. */
export function labelsOfRange({ selection }: LogRange, linesOf: LinesOf): LabelSet {
  return labelsAfter(linesOf(selection), selection);
}

function ofRangeAggregation({ function: name, range, grouping }: RangeAggregation, linesOf: LinesOf): LabelSet {
  if (name === "absent_over_time") return ofAbsent(range.selection);
  const labels = labelsOfRange(range, linesOf);
  if (grouping?.by === true && grouping.labels.length > 0) return grouped(labels, grouping);
  const unwrapped = range.unwrap === null ? labels : labels.without([range.unwrap.label.name]);
  return grouping === null ? unwrapped : grouped(unwrapped, grouping);
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/evaluator.go (absentLabels) */
function ofAbsent({ matchers }: Selection): LabelSet {
  const names = matchers.map(({ label }) => label.name);
  const equal = matchers.filter(({ operator }) => operator === "=").map(({ label }) => label.name);
  return new LabelSet(equal.filter((name) => names.filter((other) => other === name).length === 1));
}

const KEEPING = ["topk", "bottomk", "approx_topk", "sort", "sort_desc"];

function ofVectorAggregation({ function: name, grouping }: VectorAggregation, labels: LabelSet): LabelSet {
  if (KEEPING.includes(name)) return labels;
  return grouping === null ? LabelSet.none : grouped(labels, grouping);
}

function grouped(labels: LabelSet, { by, labels: names }: Grouping): LabelSet {
  const listed = names.map(({ name }) => name);
  return by ? labels.only(listed) : labels.without(listed);
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/evaluator.go (resultMetric) */
function ofOperation({ operator, matching, left, right }: BinaryOperation, one: LabelSet, other: LabelSet): LabelSet {
  if (operator === "or") return one.or(other);
  if (isSetOperation(operator) || isNumber(right)) return one;
  if (isNumber(left)) return other;
  if (matching === null) return one;
  const names = matching.labels.map(({ name }) => name);
  if (matching.group === null) return matching.on ? one.only(names) : one.without(names);
  const included = matching.include.map(({ name }) => name);
  const [many, few] = matching.group === "left" ? [one, other] : [other, one];
  return many.without(included).or(few.only(included));
}
