import type { Span } from "../span";
import type { Matcher } from "./selection";
import type { Name } from "./text";

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
