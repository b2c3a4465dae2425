import type { Expression, LogRange, Metric } from "./tree/expression";
import { matchersOf } from "./tree/label-filter";
import type { Matcher, Selection } from "./tree/selection";
import type { Stage } from "./tree/stage";

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
