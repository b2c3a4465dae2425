import type { Conversion, RangeFunction, VectorFunction } from "./functions";

/** A piece of an expression's text, by its offsets in UTF-16 code units; the end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A name that stands in an expression: of a label, mostly. */
export interface Name extends Span {
  readonly kind: "name";
  readonly name: string;
}

/** What a string literal says. */
export interface Text extends Span {
  readonly kind: "text";
  readonly value: string;
}

/** Lines: those of the streams whose labels match, as the stages leave them. */
export interface Selection extends Span {
  readonly matchers: readonly Matcher[];
  /** The braces with the matchers. */
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

/** One step of a pipeline. */
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

/** A condition on a line; with several alternatives, one of them, or for a negative operator none. */
export interface LineFilter extends Span {
  readonly kind: "lineFilter";
  readonly operator: LineOperator;
  readonly alternatives: readonly LineText[];
}

export interface LineText extends Text {
  /** Whether the text stands in ip(…). */
  readonly address: boolean;
}

/** json or logfmt: with extractions it extracts them, and without everything that it finds. */
export interface ExtractingParser extends Span {
  readonly kind: "json" | "logfmt";
  readonly extractions: readonly Extraction[];
}

export interface Extraction {
  readonly label: Name;
  /** Where it stands in the line: a path, or what the label itself is called. */
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

/** A label that is renamed from another, or written by a template. */
export interface LabelAssignment {
  readonly label: Name;
  readonly from: Name | Text;
}

export interface Decolorize extends Span {
  readonly kind: "decolorize";
}

/** drop or keep: labels by their name, or only where they match. */
export interface LabelSelection extends Span {
  readonly kind: "drop" | "keep";
  readonly labels: readonly (Name | LabelMatch)[];
}

export interface LabelMatch {
  readonly kind: "labelMatch";
  readonly matcher: Matcher;
}

/** A condition on the labels of a line, extracted ones among them. */
export type LabelFilter = MatcherFilter | AddressFilter | AmountFilter | CombinedFilter;

export interface MatcherFilter extends Span {
  readonly kind: "matcher";
  readonly matcher: Matcher;
}

/** A comparison with an address, a range or a network: label = ip("10.0.0.0/8"). */
export interface AddressFilter extends Span {
  readonly kind: "address";
  readonly label: Name;
  readonly addresses: string;
}

export const COMPARISONS = ["==", "!=", ">", ">=", "<", "<="] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A comparison with a number, a duration or a size. */
export interface AmountFilter extends Span {
  readonly kind: "amount";
  readonly label: Name;
}

export interface CombinedFilter extends Span {
  readonly kind: "and" | "or";
  readonly left: LabelFilter;
  readonly right: LabelFilter;
}

/** Every matcher of a filter, whatever combines them. */
export function matchersOf(filter: LabelFilter): readonly Matcher[] {
  if (filter.kind === "matcher") return [filter.matcher];
  if (filter.kind === "and" || filter.kind === "or") return [...matchersOf(filter.left), ...matchersOf(filter.right)];
  return [];
}

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

/** An expression and all that it is made of, from the outside in. */
export function expressionsIn(expression: Expression): readonly Expression[] {
  return [expression, ...operandsOf(expression).flatMap(expressionsIn)];
}

function operandsOf(expression: Expression): readonly Metric[] {
  if (expression.kind === "vectorAggregation" || expression.kind === "labelReplace") return [expression.of];
  if (expression.kind === "binaryOperation") return [expression.left, expression.right];
  return expression.kind === "variants" ? expression.of : [];
}

/** Every range of an expression, in the order in which they stand. */
export function rangesIn(expression: Expression): readonly LogRange[] {
  return expressionsIn(expression).flatMap((part) =>
    part.kind === "rangeAggregation" || part.kind === "variants" ? [part.range] : [],
  );
}

/** Every selection of lines in an expression. */
export function selectionsIn(expression: Expression): readonly Selection[] {
  if (expression.kind === "logQuery") return [expression.selection];
  return rangesIn(expression).map(({ selection }) => selection);
}

/** The matchers after a selector: in filters by labels, in drop and in keep. */
export function stageMatchers(stage: Stage): readonly Matcher[] {
  if (stage.kind === "labelFilter") return matchersOf(stage.filter);
  if (stage.kind !== "drop" && stage.kind !== "keep") return [];
  return stage.labels.flatMap((label) => (label.kind === "labelMatch" ? [label.matcher] : []));
}

/** Loki reckons two numbers into one before it looks further. */
export function isNumber(metric: Metric): boolean {
  if (metric.kind === "literal") return true;
  return metric.kind === "binaryOperation" && isNumber(metric.left) && isNumber(metric.right);
}
