import { oncePer } from "../units";
import type { Conversion, RangeFunction, VectorFunction } from "./functions";

/** The position of a part of a query, as offsets in UTF-16 code units. The end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A name in a query, usually of a label. */
export interface Name extends Span {
  readonly kind: "name";
  readonly name: string;
}

/** The value of a string literal. */
export interface Text extends Span {
  readonly kind: "text";
  readonly value: string;
}

/** A log selector: a stream selector, and the pipeline that processes the streams' lines. */
export interface Selection extends Span {
  readonly matchers: readonly Matcher[];
  /** The braces and the matchers in them. */
  readonly selector: Span;
  readonly stages: readonly Stage[];
}

export const MATCH_OPERATORS = ["=", "!=", "=~", "!~"] as const;
export type MatchOperator = (typeof MATCH_OPERATORS)[number];

export interface Matcher extends Span {
  readonly label: Name;
  readonly operator: MatchOperator;
  readonly value: Text;
}

/** One stage of a pipeline. */
export type Stage =
  | LineFilter
  | ExtractingParser
  | RegexpParser
  | PatternParser
  | UnpackParser
  | LabelFilterStage
  | LineFormat
  | LabelFormat
  | Decolorize
  | LabelSelection;

export const LINE_OPERATORS = ["|=", "!=", "|~", "!~", "|>", "!>"] as const;
export type LineOperator = (typeof LINE_OPERATORS)[number];

/** A condition on a line. At least one alternative must match; for a negative operator, none may match. */
export interface LineFilter extends Span {
  readonly kind: "lineFilter";
  readonly operator: LineOperator;
  readonly alternatives: readonly LineText[];
}

export interface LineText extends Text {
  /** Whether it is the argument of ip(…). */
  readonly address: boolean;
}

/** json or logfmt. Without extractions it extracts every field. */
export interface ExtractingParser extends Span {
  readonly kind: "json" | "logfmt";
  readonly extractions: readonly Extraction[];
}

export interface Extraction {
  readonly label: Name;
  /** The path of the value in the line. The default is the label's name. */
  readonly path: Text;
}

export interface RegexpParser extends Span {
  readonly kind: "regexp";
  readonly expression: Text;
}

export interface PatternParser extends Span {
  readonly kind: "pattern";
  readonly expression: Text;
}

export interface UnpackParser extends Span {
  readonly kind: "unpack";
}

export interface LabelFilterStage extends Span {
  readonly kind: "labelFilter";
  readonly filter: LabelFilter;
}

export interface LineFormat extends Span {
  readonly kind: "lineFormat";
  readonly template: Text;
}

export interface LabelFormat extends Span {
  readonly kind: "labelFormat";
  readonly formats: readonly LabelAssignment[];
}

/** Renames another label, or sets the label from a template. */
export interface LabelAssignment {
  readonly label: Name;
  readonly from: Name | Text;
}

export interface Decolorize extends Span {
  readonly kind: "decolorize";
}

/** drop or keep, which select labels by name, or by name and value. */
export interface LabelSelection extends Span {
  readonly kind: "drop" | "keep";
  readonly labels: readonly (Name | LabelMatch)[];
}

export interface LabelMatch {
  readonly kind: "labelMatch";
  readonly matcher: Matcher;
}

/** A condition on the labels of a line, including the extracted ones. */
export type LabelFilter = MatcherFilter | AddressFilter | AmountFilter | CombinedFilter;

export interface MatcherFilter extends Span {
  readonly kind: "matcher";
  readonly matcher: Matcher;
}

/** A comparison with an address, an address range or a network: label = ip("10.0.0.0/8"). */
export interface AddressFilter extends Span {
  readonly kind: "address";
  readonly label: Name;
  readonly addresses: string;
}

export const COMPARISONS = ["==", "!=", ">", ">=", "<", "<="] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type AmountUnit = "number" | "duration" | "bytes";

/** A comparison with a number, a duration or a size. */
export interface AmountFilter extends Span {
  readonly kind: "amount";
  readonly label: Name;
  /** The number, the milliseconds or the bytes; infinite if the number is too large. */
  readonly amount: number;
  readonly unit: AmountUnit;
}

export interface CombinedFilter extends Span {
  readonly kind: "and" | "or";
  readonly left: LabelFilter;
  readonly right: LabelFilter;
}

/** Returns every matcher in a filter. */
export function matchersOf(filter: LabelFilter): readonly Matcher[] {
  if (filter.kind === "matcher") return [filter.matcher];
  if (filter.kind === "and" || filter.kind === "or") return [...matchersOf(filter.left), ...matchersOf(filter.right)];
  return [];
}

export type Expression = Metric | LogQuery | Variants;

/** A metric query, which returns numbers: a scalar, or one series for each set of labels. */
export type Metric = RangeAggregation | VectorAggregation | BinaryOperation | LabelReplace | VectorLiteral | Literal;

/** A query that returns lines. */
export interface LogQuery extends Span {
  readonly kind: "logQuery";
  readonly selection: Selection;
}

/** Several aggregations over one range: variants(…) of (…). */
export interface Variants extends Span {
  readonly kind: "variants";
  readonly aggregations: readonly Metric[];
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

/** The number before the aggregated series or range, as in topk(10, …). */
export interface Parameter extends Span {
  readonly text: string;
  /** NaN if Loki can't read it, and infinite if it is too large. */
  readonly value: number;
}

/** A range of lines: those within a time window before each evaluation. */
export interface LogRange extends Span {
  readonly selection: Selection;
  readonly window: Window;
  readonly unwrap: Unwrap | null;
}

/** The window in brackets. */
export interface Window extends Span {
  readonly milliseconds: number;
  /** How long before the evaluation the window ends; null for its time. */
  readonly offset: Offset | null;
}

export interface Offset extends Span {
  readonly milliseconds: number;
}

/** The label whose values are aggregated instead of lines. */
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
  readonly operand: Metric;
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
  /** Whether a comparison returns 0 or 1 instead of filtering series. */
  readonly bool: boolean;
  readonly matching: Matching | null;
  readonly left: Metric;
  readonly right: Metric;
}

/** The vector matching of a binary operation. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly Name[];
  readonly group: "left" | "right" | null;
  /** Labels of the "one" side to include in the result. */
  readonly include: readonly Name[];
}

export interface LabelReplace extends Span {
  readonly kind: "labelReplace";
  readonly operand: Metric;
  readonly target: Text;
  readonly source: Text;
  /** The regular expression that the source's value must match. */
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

/** Returns an expression and all its operands, outermost first. */
export const expressionsIn = oncePer((expression: Expression): readonly Expression[] => {
  const found: Expression[] = [];
  const visit = (part: Expression): void => {
    found.push(part);
    for (const operand of operandsOf(part)) visit(operand);
  };
  visit(expression);
  return found;
});

/** Returns the expressions that an expression directly consists of. */
export function operandsOf(expression: Expression): readonly Metric[] {
  if (expression.kind === "vectorAggregation" || expression.kind === "labelReplace") return [expression.operand];
  if (expression.kind === "binaryOperation") return [expression.left, expression.right];
  return expression.kind === "variants" ? expression.aggregations : [];
}

/** Returns every range in an expression, in source order. */
export const rangesIn = oncePer((expression: Expression): readonly LogRange[] =>
  expressionsIn(expression).flatMap((part) =>
    part.kind === "rangeAggregation" || part.kind === "variants" ? [part.range] : [],
  ),
);

/** Returns every log selector in an expression. */
export function selectionsIn(expression: Expression): readonly Selection[] {
  if (expression.kind === "logQuery") return [expression.selection];
  return rangesIn(expression).map(({ selection }) => selection);
}

/** Returns the matchers in a stage: those of label filters, drop and keep. */
export function stageMatchers(stage: Stage): readonly Matcher[] {
  if (stage.kind === "labelFilter") return matchersOf(stage.filter);
  if (stage.kind !== "drop" && stage.kind !== "keep") return [];
  return stage.labels.flatMap((label) => (label.kind === "labelMatch" ? [label.matcher] : []));
}

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  "==": "==",
  "!=": "!=",
  ">": "<",
  ">=": "<=",
  "<": ">",
  "<=": ">=",
};

/** Returns the comparison that is true if its operands are swapped. */
export function mirrored(operator: Comparison): Comparison {
  return MIRRORED[operator];
}
