import type { Conversion, RangeFunction, VectorFunction } from "../functions";
import type { Span } from "../span";
import type { Comparison, LabelFilter } from "./label-filter";
import type { Selection } from "./selection";
import type { Name, Text } from "./text";

export type Expression = Metric | LogQuery | Variants;

/** What has a number at a time, or a series of them for each set of labels. */
export type Metric = RangeAggregation | VectorAggregation | BinaryOperation | LabelReplace | VectorLiteral | Literal;

/** A query whose result is lines. */
export interface LogQuery extends Span {
  readonly kind: "logQuery";
  readonly selection: Selection;
}

/** Several aggregations of one range: variants(…) of (…). */
export interface Variants extends Span {
  readonly kind: "variants";
  readonly of: readonly Metric[];
  readonly range: LogRange;
}

export interface RangeAggregation extends Span {
  readonly kind: "rangeAggregation";
  readonly function: RangeFunction;
  readonly functionSpan: Span;
  readonly parameter: Parameter | null;
  readonly range: LogRange;
  readonly grouping: Grouping | null;
}

/** A number in front of what is aggregated. */
export interface Parameter extends Span {
  readonly text: string;
}

/** The lines of a window of time before each evaluation. */
export interface LogRange extends Span {
  readonly selection: Selection;
  readonly window: Window;
  readonly unwrap: Unwrap | null;
}

export interface Window extends Span {
  readonly milliseconds: number;
}

/** The label whose value is aggregated in place of the lines. */
export interface Unwrap extends Span {
  readonly label: Name;
  readonly conversion: Conversion | null;
  readonly filters: readonly LabelFilter[];
}

export interface Grouping extends Span {
  readonly by: boolean;
  readonly labels: readonly Name[];
}

export interface VectorAggregation extends Span {
  readonly kind: "vectorAggregation";
  readonly function: VectorFunction;
  readonly functionSpan: Span;
  readonly parameter: Parameter | null;
  readonly of: Metric;
  readonly grouping: Grouping | null;
}

export const OPERATORS = [
  "or",
  "and",
  "unless",
  "+",
  "-",
  "*",
  "/",
  "%",
  "^",
  "==",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface BinaryOperation extends Span {
  readonly kind: "binaryOperation";
  readonly operator: Operator;
  readonly operatorSpan: Span;
  /** Whether a comparison yields 0 or 1 in place of leaving series out. */
  readonly bool: boolean;
  readonly matching: Matching | null;
  readonly left: Metric;
  readonly right: Metric;
}

/** How the series of both sides find each other. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly Name[];
  readonly group: "left" | "right" | null;
  /** Labels of the one side that the result takes over. */
  readonly include: readonly Name[];
}

export interface LabelReplace extends Span {
  readonly kind: "labelReplace";
  readonly of: Metric;
  readonly target: Text;
  readonly source: Text;
  /** The regular expression that the source's value has to match. */
  readonly pattern: Text;
}

export interface VectorLiteral extends Span {
  readonly kind: "vector";
  readonly value: number;
}

export interface Literal extends Span {
  readonly kind: "literal";
  readonly value: number;
}

export function isComparison(operator: Operator): operator is Comparison {
  return /[=<>]/.test(operator);
}

export function isSetOperation(operator: Operator): operator is "or" | "and" | "unless" {
  return operator === "or" || operator === "and" || operator === "unless";
}
