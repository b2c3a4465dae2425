import type { BinaryOperation } from "./ast";
import { areDisjoint, onlyValue } from "./certain-labels";
import { matchedLabels, type SeriesLabels, type SeriesOf } from "./series-labels";

/** The label that keeps every series of one side from matching any of the other. */
export interface Mismatch {
  readonly label: string;
  /** The side whose series all have the label, while those of the other side don't; "both" if the values differ. */
  readonly side: "left" | "right" | "both";
}

/**
 * Returns why no series of one side of an operation matches any of the other. Returns null if some may match.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/evaluator.go (matchingSignature)
 */
export function mismatchOf(operation: BinaryOperation, seriesOf: SeriesOf): Mismatch | null {
  const [left, right] = matchedSides(operation, seriesOf);
  return onOneSide("left", left, right) ?? onOneSide("right", right, left) ?? inValue(left, right);
}

function matchedSides(operation: BinaryOperation, seriesOf: SeriesOf): readonly [SeriesLabels, SeriesLabels] {
  return [matchedLabels(seriesOf(operation.left), operation), matchedLabels(seriesOf(operation.right), operation)];
}

function onOneSide(side: "left" | "right", { certain }: SeriesLabels, { possible }: SeriesLabels): Mismatch | null {
  const label = [...certain.keys()].find((name) => !possible.mayHave(name));
  return label === undefined ? null : { label, side };
}

function inValue({ certain: left }: SeriesLabels, { certain: right }: SeriesLabels): Mismatch | null {
  const label = [...left].find(([name, matchers]) => areDisjoint(matchers, right.get(name) ?? []))?.[0];
  return label === undefined ? null : { label, side: "both" };
}

/** Returns the labels by which sides match although only one of them may have these. */
export function oneSidedLabels(operation: BinaryOperation, seriesOf: SeriesOf): readonly string[] {
  const [left, right] = matchedSides(operation, seriesOf).map(({ possible }) => possible);
  if (left === undefined || right === undefined || left.open || right.open) return [];
  return [...left.or(right).names].filter((name) => left.mayHave(name) !== right.mayHave(name));
}

/**
 * Returns the labels that distinguish series of a side with the same matched labels. Labels to copy, as in
 * group_left (team), follow from the matched ones.
 */
export function repeatedLabels(series: SeriesLabels, operation: BinaryOperation): readonly string[] {
  const { possible, certain } = series;
  const matched = matchedLabels(series, operation).possible;
  if (possible.open) return [];
  const copied = operation.matching?.include.map(({ name }) => name) ?? [];
  return [...possible.names].filter(
    (name) => !matched.names.has(name) && !copied.includes(name) && onlyValue(certain.get(name) ?? []) === null,
  );
}
