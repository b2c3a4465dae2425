import type { LineFilter, Matcher, Selection, Stage } from "./ast";
import { matches, selects } from "./matching";
import { isProblem, regularExpression } from "./patterns";

/**
 * Returns whether every line that one selection selects certainly satisfies another one, which consists of matchers and
 * line filters. False if that is unknown.
 * @param present the labels that every line has
 */
export function isCertainlyWithin(inner: Selection, outer: Selection, present: ReadonlySet<string>): boolean {
  const matchers = [...inner.matchers, ...labelMatchers(inner.stages)];
  const filters = lineFilters(inner.stages);
  return (
    outer.matchers.every((matcher) => isMatcherImplied(matcher, matchers, present)) &&
    outer.stages.every((stage) => stage.kind === "lineFilter" && isFilterImplied(stage, filters))
  );
}

/** The matchers of label filters before the first stage that sets labels: they compare labels of the stream. */
function labelMatchers(stages: readonly Stage[]): readonly Matcher[] {
  const end = stages.findIndex(({ kind }) => kind !== "lineFilter" && kind !== "labelFilter");
  return stages.slice(0, end < 0 ? stages.length : end).flatMap((stage) => {
    if (stage.kind !== "labelFilter" || stage.filter.kind !== "matcher") return [];
    return [stage.filter.matcher];
  });
}

/** The filters of the line as it was written. */
function lineFilters(stages: readonly Stage[]): readonly LineFilter[] {
  const end = stages.findIndex(({ kind }) => kind === "lineFormat" || kind === "decolorize" || kind === "unpack");
  return stages
    .slice(0, end < 0 ? stages.length : end)
    .flatMap((stage) => (stage.kind === "lineFilter" ? [stage] : []));
}

function isMatcherImplied(outer: Matcher, all: readonly Matcher[], present: ReadonlySet<string>): boolean {
  const { label, operator, value } = outer;
  const inner = all.filter((matcher) => matcher.label.name === label.name);
  if (operator === "=~" && value.value === ".*") return true;
  const isNonEmpty = present.has(label.name) || inner.some(selects);
  if (isNonEmpty && ((operator === "=~" && value.value === ".+") || (operator === "!=" && value.value === ""))) {
    return true;
  }
  return inner.some((matcher) => {
    if (matcher.operator === operator && matcher.value.value === value.value) return true;
    const values = valuesOf(matcher);
    return values.length > 0 && values.every((one) => matches(outer, one));
  });
}

/** The only values that satisfy a matcher. Empty if there are others. */
function valuesOf({ operator, value: { value } }: Matcher): readonly string[] {
  if (operator === "=") return [value];
  return operator === "=~" ? literals(value) : [];
}

/** The texts of a regular expression that is only a choice of texts. Empty for any other one. */
function literals(expression: string): readonly string[] {
  return /^[\w\-/ :|]+$/.test(expression) ? expression.split("|") : [];
}

/** A condition that depends on the text around its match. */
const CONTEXT = /[\^$]|\\[bBAz]/;

function isFilterImplied({ operator, alternatives }: LineFilter, filters: readonly LineFilter[]): boolean {
  const [outer, ...others] = alternatives;
  if (outer === undefined || others.length > 0 || outer.address) return false;
  return filters.some((inner) => {
    if (inner.alternatives.some(({ address }) => address)) return false;
    const texts = inner.alternatives.map(({ value }) => value);
    if (inner.operator === operator && texts.every((text) => text === outer.value)) return true;
    if (operator === "!=") return inner.operator === "!=" && texts.some((text) => outer.value.includes(text));
    const required = requiredTexts(inner);
    if (required.length === 0) return false;
    if (operator === "|=") return required.every((text) => text.includes(outer.value));
    return operator === "|~" && required.every((text) => matchesWithin(outer.value, text));
  });
}

/** The texts of which a line contains at least one if it passes the filter. Empty if they are unknown. */
function requiredTexts({ operator, alternatives }: LineFilter): readonly string[] {
  const texts = alternatives.map(({ value }) => value);
  if (operator === "|=") return texts;
  if (operator !== "|~") return [];
  const each = texts.map(literals);
  return each.every((some) => some.length > 0) ? each.flat() : [];
}

/** Returns whether the expression matches every line that contains the text. */
function matchesWithin(expression: string, text: string): boolean {
  if (CONTEXT.test(expression)) return false;
  const compiled = regularExpression(expression);
  return !isProblem(compiled) && compiled.test(text);
}
