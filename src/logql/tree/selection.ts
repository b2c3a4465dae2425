import type { Span } from "../span";
import type { Stage } from "./stage";
import type { Name, Text } from "./text";

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
