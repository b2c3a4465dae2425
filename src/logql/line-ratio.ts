import type {
  BinaryOperation,
  Grouping,
  Metric,
  RangeAggregation,
  Selection,
  Span,
  Stage,
  VectorAggregation,
} from "./ast";
import { constantValue } from "./constant";
import { compactText } from "./query-text";

/** A number of lines or bytes: a count or a rate of a range, summed and multiplied by a constant. */
export interface LineAmount {
  /** The amount that one line or byte in the window contributes. */
  readonly each: number;
  readonly unit: "lines" | "bytes";
  readonly range: RangeAggregation;
  /** The sum's grouping; null if each series is on its own. */
  readonly sum: VectorAggregation | null;
}

/** Returns what a metric counts; null if it calculates something else. */
export function lineAmount(metric: Metric): LineAmount | null {
  switch (metric.kind) {
    case "rangeAggregation":
      return ofRange(metric);
    case "vectorAggregation": {
      const amount = metric.function === "sum" ? lineAmount(metric.operand) : null;
      return amount === null || amount.sum !== null ? null : { ...amount, sum: metric };
    }
    case "binaryOperation":
      return scaled(metric);
    default:
      return null;
  }
}

const UNITS: Readonly<Record<string, LineAmount["unit"]>> = {
  rate: "lines",
  count_over_time: "lines",
  bytes_rate: "bytes",
  bytes_over_time: "bytes",
};

function ofRange(range: RangeAggregation): LineAmount | null {
  const unit = UNITS[range.function];
  if (unit === undefined || range.range.unwrap !== null) return null;
  const seconds = range.function.endsWith("rate") ? range.range.window.milliseconds / 1_000 : 1;
  return { each: 1 / seconds, unit, range, sum: null };
}

function scaled({ operator, left, right }: BinaryOperation): LineAmount | null {
  const [a, b] = [constantValue(left), constantValue(right)];
  if (operator === "*" && a !== null) return times(lineAmount(right), a);
  if (operator === "*" && b !== null) return times(lineAmount(left), b);
  return operator === "/" && b !== null ? times(lineAmount(left), 1 / b) : null;
}

function times(amount: LineAmount | null, factor: number): LineAmount | null {
  return amount === null || !(factor > 0 && Number.isFinite(factor)) ? null : { ...amount, each: amount.each * factor };
}

/**
 * Returns the greatest possible ratio of the left side of an operation to the right one, if the left side counts some
 * of the lines that the right one counts. Returns null if it may count others.
 * @param text the query
 */
export function greatestRatio(operation: BinaryOperation, text: string): number | null {
  const [part, whole] = [lineAmount(operation.left), lineAmount(operation.right)];
  if (part === null || whole === null || part.unit !== whole.unit) return null;
  const isPart = isSubset(part, whole, text) && isWithinGroup(part, whole, operation);
  return isPart ? part.each / whole.each : null;
}

function isSubset(part: LineAmount, whole: LineAmount, text: string): boolean {
  const [one, other] = [part.range.range, whole.range.range];
  if (one.window.milliseconds > other.window.milliseconds) return false;
  if ((one.window.offset?.milliseconds ?? 0) !== (other.window.offset?.milliseconds ?? 0)) return false;
  const written = (span: Span) => compactText(text, span);
  return selectsPart(one.selection, other.selection, written) && (part.sum !== null || keepsLabels(one.selection));
}

function selectsPart(part: Selection, whole: Selection, written: (span: Span) => string): boolean {
  const matchers = part.matchers.map(written);
  return whole.matchers.map(written).every((one) => matchers.includes(one)) && filtersFurther(part, whole, written);
}

/** Whether the stages of the part are those of the whole and more filters, and after them any that keep the line. */
function filtersFurther({ stages }: Selection, whole: Selection, written: (span: Span) => string): boolean {
  let next = 0;
  for (const stage of stages) {
    const expected = whole.stages[next];
    if (expected !== undefined && written(stage) === written(expected)) next += 1;
    else if (expected === undefined ? !isNeutral(stage) : !isFilter(stage)) return false;
  }
  return next === whole.stages.length;
}

function isFilter({ kind }: Stage): boolean {
  return kind === "lineFilter" || kind === "labelFilter";
}

/** Whether a stage changes neither the line nor the labels that lines already have. */
function isNeutral(stage: Stage): boolean {
  return isFilter(stage) || ["json", "logfmt", "regexp", "pattern"].includes(stage.kind);
}

function keepsLabels({ stages }: Selection): boolean {
  return stages.every(isFilter);
}

/** Whether the lines of each series of the part are among those of the series that it matches. */
function isWithinGroup(part: LineAmount, whole: LineAmount, operation: BinaryOperation): boolean {
  if (part.sum === null || whole.sum === null) return part.sum === whole.sum;
  const [narrow, wide] = [part.sum.grouping, whole.sum.grouping].map(namesOf);
  if (narrow == null || wide == null) return false;
  return wide.every((name) => narrow.includes(name) && isMatched(name, operation));
}

/** The labels that a sum keeps; null if they depend on the series. */
function namesOf(grouping: Grouping | null): readonly string[] | null {
  if (grouping === null) return [];
  return grouping.by ? grouping.labels.map(({ name }) => name) : null;
}

function isMatched(name: string, { matching }: BinaryOperation): boolean {
  return matching === null || matching.labels.some((label) => label.name === name) === matching.on;
}
