import type { Span } from "../span";
import type { LabelFilter } from "./label-filter";
import type { Matcher } from "./selection";
import type { Name, Text } from "./text";

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
