import { requiredTexts } from "./alternatives";
import type { LineFilter, Matcher, Selection, Stage } from "./ast";
import { requiredValues } from "./label-values";
import { matches, selects } from "./matching";
import { textExpression } from "./patterns";

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
    return requiredValues(matcher)?.every((one) => matches(outer, one)) ?? false;
  });
}

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
    return operator === "|~" && required.every((text) => textExpression(outer.value)?.test(text));
  });
}
