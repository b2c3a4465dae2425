import type { Problem } from "../problem";
import { type BinaryOperation, type Expression, isSetOperation, type LogRange, type Metric } from "../tree/expression";
import { matchersOf } from "../tree/label-filter";
import { expressionsIn } from "../walk";
import { rangeAggregationProblem, vectorAggregationProblem } from "./functions";
import { matcherProblems, selectionProblems } from "./selections";
import { expressionProblem } from "./texts";

/**
 * What Loki refuses of an expression that its grammar takes.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (validateExpr)
 */
export function problemsOf(expression: Expression): readonly Problem[] {
  const [own = [], ...inner] = expressionsIn(expression).map(ownProblems);
  // Of what variants are made of Loki compiles the expressions, and validates nothing.
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
      return some(setOfNumbers(expression));
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

function setOfNumbers({ operator, operatorSpan, left, right }: BinaryOperation): Problem | null {
  if (!isSetOperation(operator) || (!isNumber(left) && !isNumber(right))) return null;
  return {
    kind: "function",
    moment: "load",
    ...operatorSpan,
    got: `"${operator}" with a number beside it`,
    expected: "series on both sides",
    remedy: "compare first, or write the number as vector(…)",
  };
}

/** Loki reckons two numbers into one before it looks further. */
export function isNumber(metric: Metric): boolean {
  if (metric.kind === "literal") return true;
  return metric.kind === "binaryOperation" && isNumber(metric.left) && isNumber(metric.right);
}
