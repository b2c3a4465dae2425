import {
  type BinaryOperation,
  type Comparison,
  type Expression,
  isComparison,
  type Metric,
  mirrored,
  type Operator,
} from "./ast";

/**
 * Folds a constant, as Loki does before it validates a query.
 * @returns its value, which may be infinite or NaN; null if the expression depends on lines
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/ast.go (reduceBinOp)
 */
export function constantValue(expression: Expression): number | null {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind !== "binaryOperation") return null;
  const left = constantValue(expression.left);
  const right = left === null ? null : constantValue(expression.right);
  return left === null || right === null ? null : CALCULATE[expression.operator](left, right);
}

/** Returns whether an expression is a constant. */
export function isNumber(expression: Expression): boolean {
  return constantValue(expression) !== null;
}

type Calculation = (left: number, right: number) => number;

/** Loki rejects "and", "or" and "unless" of constants, so their value has no meaning. */
const meaningless: Calculation = () => Number.NaN;

const CALCULATE: Readonly<Record<Operator, Calculation>> = {
  or: meaningless,
  and: meaningless,
  unless: meaningless,
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => (right === 0 ? Number.NaN : left / right),
  "%": (left, right) => left % right,
  "^": power,
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  ">": (left, right) => Number(left > right),
  ">=": (left, right) => Number(left >= right),
  "<": (left, right) => Number(left < right),
  "<=": (left, right) => Number(left <= right),
};

/** Go's power of 1 is 1 for any exponent, and that of -1 for an infinite one. https://pkg.go.dev/math#Pow */
function power(left: number, right: number): number {
  const one = left === 1 || (left === -1 && Math.abs(right) === Number.POSITIVE_INFINITY);
  return one ? 1 : left ** right;
}

/** A comparison of a metric with a number, normalized so that the number is on the right. */
export interface NumberComparison {
  readonly operation: BinaryOperation;
  readonly metric: Metric;
  readonly operator: Comparison;
  readonly number: number;
}

/** Returns the comparison of a metric with a number that an expression is; null for anything else. */
export function numberComparison(expression: Expression): NumberComparison | null {
  if (expression.kind !== "binaryOperation" || !isComparison(expression.operator)) return null;
  const { operator, left, right } = expression;
  const [first, second] = [constantValue(left), constantValue(right)];
  if (first !== null && second !== null) return null;
  if (second !== null) return { operation: expression, metric: left, operator, number: second };
  return first === null ? null : { operation: expression, metric: right, operator: mirrored(operator), number: first };
}
