import {
  type BinaryOperation,
  type Expression,
  expressionsIn,
  type Grouping,
  isComparison,
  isSetOperation,
  type LogRange,
  matchersOf,
  operandsOf,
  type RangeAggregation,
  type Span,
  type VectorAggregation,
} from "../ast";
import { constantValue, isNumber } from "../constant";
import type { Problem } from "../errors";
import { GROUPABLE, LOG_RANGE, UNWRAPPED } from "../functions";
import { expressionProblem, filterProblems, matcherProblems, selectionProblems } from "./pipeline";

/**
 * Returns the problems that Loki finds in an expression after parsing it.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (validateExpr)
 */
export function problemsOf(expression: Expression): readonly Problem[] {
  if (expression.kind !== "variants") return problemsIn(expression, false);
  // Inside variants, Loki compiles the regular expressions and validates nothing else.
  const inner = expression.aggregations.flatMap((operand) => problemsIn(operand, false));
  return [...rangeProblems(expression.range), ...inner.filter(({ kind }) => kind === "regexp")];
}

/** @param compared whether a comparison filters the result */
function problemsIn(expression: Expression, compared: boolean): readonly Problem[] {
  if (isNumber(expression)) return constantProblems(expression);
  const compares = compared || (expression.kind === "binaryOperation" && isComparison(expression.operator));
  return [
    ...ownProblems(expression, compared),
    ...operandsOf(expression).flatMap((operand) => problemsIn(operand, compares)),
  ];
}

/** Loki evaluates a query as it prints it, and can't read what it prints for infinity and NaN. */
function constantProblems(constant: Expression): readonly Problem[] {
  const invalid = expressionsIn(constant).flatMap((part) =>
    some(part.kind === "binaryOperation" ? numericSetOperation(part, false) : null),
  );
  const value = constantValue(constant);
  if (invalid.length > 0 || value === null || Number.isFinite(value)) return invalid;
  const got = `a calculation whose result is ${Number.isNaN(value) ? "not a number" : "infinite"}`;
  return [{ ...problem(constant, got, "a finite number", "write the number that you mean"), phase: "evaluation" }];
}

function ownProblems(expression: Expression, compared: boolean): readonly Problem[] {
  switch (expression.kind) {
    case "logQuery":
      return selectionProblems(expression.selection);
    case "rangeAggregation":
      return [...some(rangeAggregationProblem(expression)), ...rangeProblems(expression.range)];
    case "vectorAggregation":
      return some(vectorAggregationProblem(expression));
    case "binaryOperation":
      return some(numericSetOperation(expression, compared));
    case "labelReplace":
      return some(expressionProblem(expression.pattern, "load"));
    default:
      return [];
  }
}

function rangeProblems({ selection, unwrap }: LogRange): readonly Problem[] {
  const filters = unwrap?.filters ?? [];
  return [
    ...selectionProblems(selection),
    ...filters.flatMap((filter) => [...matchersOf(filter).flatMap(matcherProblems), ...filterProblems(filter)]),
  ];
}

function some(problem: Problem | null): readonly Problem[] {
  return problem === null ? [] : [problem];
}

function numericSetOperation(
  { operator, operatorSpan, left, right }: BinaryOperation,
  compared: boolean,
): Problem | null {
  if (!isSetOperation(operator)) return null;
  const [first, second] = [constantValue(left), constantValue(right)];
  const number = second ?? first;
  if (number === null) return null;
  const got = `the number ${number} beside "${operator}"`;
  return problem(
    operatorSpan,
    got,
    "series on both sides",
    remedyOfSetOperation(operator, number, first !== null && second !== null, compared),
  );
}

function remedyOfSetOperation(operator: string, number: number, both: boolean, compared: boolean): string {
  if (both) return "write only one of the numbers";
  if (operator !== "or") return `remove "${operator} ${number}", or compare with it: … > ${number}`;
  const vector = number < 0 ? `(vector(0) - ${-number})` : `vector(${number})`;
  const replace = `write ${vector} in place of ${number}`;
  return compared ? replace : `${replace}; an alert also needs a comparison around it, as in (… or ${vector}) > 0`;
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
  if (name === "quantile_over_time" && parameter !== null && !Number.isFinite(parameter.value)) {
    return problem(parameter, `the quantile ${parameter.text}`, "a decimal number", `write ${name}(0.95, …)`);
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
  const remedy = "write | unwrap and the label that contains the number at the end of the pipeline";
  return problem(functionSpan, `${name} over a log range`, "an unwrapped range", remedy);
}

function ungrouped({ function: name }: RangeAggregation, grouping: Grouping): Problem {
  const word = grouping.by ? "by" : "without";
  const labels = grouping.labels.map((label) => label.name).join(", ");
  const remedy = `group in an outer aggregation: sum ${word} (${labels}) (${name}(…))`;
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
  if (!isCount(parameter.text)) {
    return problem(parameter, `${name} with ${parameter.text} series`, "a positive integer", `write ${name}(10, …)`);
  }
  if (name !== "approx_topk" || grouping === null) return null;
  return problem(grouping, `${name} with a grouping`, "no grouping", "group in an inner aggregation");
}

/** Returns whether the text is a positive integer of at most 64 bits. */
function isCount(text: string): boolean {
  return /^0*[1-9]\d*$/.test(text) && BigInt(text) < 2n ** 63n;
}

function problem({ from, to }: Span, got: string, expected: string, remedy: string): Problem {
  return { kind: "function", phase: "load", from, to, got, expected, remedy };
}
