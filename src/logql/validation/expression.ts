import {
  type BinaryOperation,
  type Expression,
  expressionsIn,
  isNumber,
  isSetOperation,
  type LogRange,
  matchersOf,
  type RangeAggregation,
  type Span,
  type VectorAggregation,
} from "../ast";
import type { Problem } from "../errors";
import { GROUPABLE, LOG_RANGE, UNWRAPPED } from "../functions";
import { expressionProblem, matcherProblems, selectionProblems } from "./pipeline";

/**
 * Returns the problems that Loki finds in an expression after parsing it.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (validateExpr)
 */
export function problemsOf(expression: Expression): readonly Problem[] {
  const [own = [], ...inner] = expressionsIn(expression).map(ownProblems);
  // Inside variants, Loki compiles the regular expressions and validates nothing else.
  const kept = expression.kind === "variants" ? inner.flat().filter(({ kind }) => kind === "regexp") : inner.flat();
  return [...own, ...kept];
}

function ownProblems(expression: Expression): readonly Problem[] {
  switch (expression.kind) {
    case "logQuery":
      return selectionProblems(expression.selection);
    case "variants":
      return rangeProblems(expression.range);
    case "rangeAggregation":
      return [...some(rangeAggregationProblem(expression)), ...rangeProblems(expression.range)];
    case "vectorAggregation":
      return some(vectorAggregationProblem(expression));
    case "binaryOperation":
      return some(numericSetOperation(expression));
    case "labelReplace":
      return some(expressionProblem(expression.pattern, "load"));
    default:
      return [];
  }
}

function rangeProblems({ selection, unwrap }: LogRange): readonly Problem[] {
  const filters = unwrap?.filters.flatMap(matchersOf) ?? [];
  return [...selectionProblems(selection), ...filters.flatMap(matcherProblems)];
}

function some(problem: Problem | null): readonly Problem[] {
  return problem === null ? [] : [problem];
}

function numericSetOperation({ operator, operatorSpan, left, right }: BinaryOperation): Problem | null {
  if (!isSetOperation(operator) || (!isNumber(left) && !isNumber(right))) return null;
  return {
    kind: "function",
    phase: "load",
    ...operatorSpan,
    got: `"${operator}" with a number as an operand`,
    expected: "series on both sides",
    remedy: "compare first, or write the number as vector(…)",
  };
}

/**
 * Returns the problem that Loki finds in a range aggregation, or null.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/ast.go (RangeAggregationExpr.validate)
 */
function rangeAggregationProblem(aggregation: RangeAggregation): Problem | null {
  const { function: name, functionSpan, parameter, grouping, range } = aggregation;
  if (name === "quantile_over_time" && parameter === null) {
    return problem(
      functionSpan,
      `${name} without a quantile`,
      "a number as the first argument",
      `write ${name}(0.95, …)`,
    );
  }
  if (name !== "quantile_over_time" && parameter !== null) {
    return problem(parameter, `a parameter of ${name}`, "a range as the only argument", `remove "${parameter.text},"`);
  }
  if (grouping !== null && !GROUPABLE.includes(name)) return ungrouped(aggregation, grouping);
  if (range.unwrap !== null && !UNWRAPPED.includes(name)) {
    const { label } = range.unwrap;
    return problem(range.unwrap, `${name} over an unwrapped range`, "a log range", `remove "| unwrap ${label.name}"`);
  }
  if (range.unwrap !== null || LOG_RANGE.includes(name)) return null;
  const remedy = "name the label that contains the number: | unwrap …";
  return problem(functionSpan, `${name} over a log range`, "an unwrapped range", remedy);
}

function ungrouped({ function: name }: RangeAggregation, grouping: Span & { readonly by: boolean }): Problem {
  const word = grouping.by ? "by" : "without";
  const remedy = `group in an outer aggregation: sum ${word} (…) (${name}(…))`;
  return problem(grouping, `${name} with ${word}`, "no grouping", remedy);
}

/** Returns the problem that Loki finds in a vector aggregation, or null. */
function vectorAggregationProblem(aggregation: VectorAggregation): Problem | null {
  const { function: name, functionSpan, parameter, grouping } = aggregation;
  if (!name.endsWith("k")) {
    if (parameter !== null) {
      return problem(parameter, `a parameter of ${name}`, "series as the only argument", `remove "${parameter.text},"`);
    }
    if (!name.startsWith("sort") || grouping === null || grouping.labels.length === 0) return null;
    return problem(grouping, `${name} with a grouping`, "no grouping", "remove the grouping");
  }
  if (parameter === null) {
    return problem(
      functionSpan,
      `${name} without a number`,
      "the number of series as the first argument",
      `write ${name}(10, …)`,
    );
  }
  if (!/^0*[1-9]\d*$/.test(parameter.text)) {
    return problem(parameter, `${name} with ${parameter.text} series`, "a positive integer", `write ${name}(10, …)`);
  }
  if (name !== "approx_topk" || grouping === null) return null;
  return problem(grouping, `${name} with a grouping`, "no grouping", "group in an inner aggregation");
}

function problem({ from, to }: Span, got: string, expected: string, remedy: string): Problem {
  return { kind: "function", phase: "load", from, to, got, expected, remedy };
}
