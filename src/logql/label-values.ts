import { alternativesOf } from "./alternatives";
import type { Matcher } from "./ast";
import { matches } from "./matching";

/** What is known about the values of a label or a field. */
export interface LabelValues {
  /** The only possible values; null if they can't be listed. */
  readonly only: readonly string[] | null;
  /** Values that are known to occur, to suggest one of them. */
  readonly examples: readonly string[];
  /** The matcher that excludes other values; null if the lines have no others. */
  readonly requiredBy: string | null;
  /** Describes them, to complete "expected …". */
  readonly described: string;
  /** Whether the values are integers; null if some may be. */
  readonly numeric: boolean | null;
  /** Returns whether the text may be a value. */
  includes(value: string): boolean;
  /** Returns whether a value may contain the characters. */
  contains(characters: string): boolean;
}

/**
 * Returns the values of a label that has no others.
 * @param requiredBy the matcher that excludes others, or null
 */
export function oneOf(only: readonly string[], requiredBy: string | null = null): LabelValues {
  return {
    only,
    examples: only,
    requiredBy,
    numeric: only.some((value) => /\d/.test(value)) ? null : false,
    described: requiredBy === null ? listed(only) : `${listed(only)}, as ${requiredBy} requires`,
    includes: (value) => only.includes(value),
    contains: (characters) => only.some((value) => value.includes(characters)),
  };
}

function listed(values: readonly string[]): string {
  return `${values.length > 1 ? "one of " : ""}${values.map((value) => JSON.stringify(value)).join(", ")}`;
}

/** Returns whether one of the values satisfies a matcher. The absence of the label is no value. */
export function mayMatch(values: LabelValues, matcher: Matcher): boolean {
  if (values.only !== null) return values.only.some((value) => matches(matcher, value));
  const { operator, value } = matcher;
  if (operator === "=") return values.includes(value.value);
  return operator !== "=~" || mayMatchExpression(values, value.value);
}

function mayMatchExpression(values: LabelValues, expression: string): boolean {
  const alternatives = alternativesOf(expression);
  if (alternatives === null) return true;
  return alternatives.some(({ text, exact, never }) => {
    if (never) return false;
    return exact ? values.includes(text) : [...text].every((character) => values.contains(character));
  });
}

/** Returns whether all values satisfy a matcher. */
export function mustMatch(values: LabelValues, matcher: Matcher): boolean {
  return !mayMatch(values, negated(matcher));
}

const NEGATED = { "=": "!=", "!=": "=", "=~": "!~", "!~": "=~" } as const;

function negated(matcher: Matcher): Matcher {
  return { ...matcher, operator: NEGATED[matcher.operator] };
}

/**
 * Returns the values that also satisfy a matcher.
 * @param values the values before; null if unknown
 * @param required the matcher as the user wrote it
 */
export function narrowed(values: LabelValues | null, matcher: Matcher, required: string): LabelValues | null {
  if (values?.only != null) {
    const only = values.only.filter((value) => matches(matcher, value));
    return only.length === values.only.length ? values : oneOf(only, required);
  }
  const exact = requiredValues(matcher);
  return exact === null ? values : oneOf(exact, required);
}

/** Returns the values that satisfy the matcher; null if they can't be listed. */
export function requiredValues({ operator, value: { value } }: Matcher): readonly string[] | null {
  if (operator === "=") return [value];
  const alternatives = operator === "=~" ? alternativesOf(value) : null;
  if (alternatives === null || alternatives.some(({ exact, never }) => !exact || never)) return null;
  return alternatives.map(({ text }) => text);
}
