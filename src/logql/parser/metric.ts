import { RANGE_FUNCTIONS, VECTOR_FUNCTIONS } from "../functions";
import type { Token } from "../lexer/token";
import { unreadable } from "../problem";
import type { Expression, LabelReplace, Metric, VectorLiteral } from "../tree/expression";
import { readRangeAggregation, readVectorAggregation } from "./aggregation";
import { type Cursor, QUERY } from "./cursor";
import { readLiteral, startsLiteral } from "./literal";
import { readOperations } from "./operations";
import { readSelection } from "./selection";
import { readVariants } from "./variants";

/** One operand: whatever stands between operators. */
export function readOperand(cursor: Cursor): Expression {
  const token = cursor.peek();
  if (cursor.isSymbol("{")) return readLogQuery(cursor);
  if (cursor.isSymbol("(")) return readParentheses(cursor);
  if (startsLiteral(cursor)) return readLiteral(cursor);
  if (cursor.isSymbol("variants")) return readVariants(cursor);
  return token.kind === "function" ? readFunction(cursor, token) : cursor.fail(QUERY);
}

function readLogQuery(cursor: Cursor): Expression {
  const selection = readSelection(cursor);
  return { kind: "logQuery", selection, from: selection.from, to: selection.to };
}

function readParentheses(cursor: Cursor): Expression {
  const open = cursor.expect("(");
  const inner = readOperations(cursor);
  cursor.expect(")");
  const span = cursor.since(open);
  if (inner.kind !== "variants") return { ...inner, ...span };
  throw unreadable(span, "variants in parentheses", "variants by themselves", "leave the parentheses out");
}

function readFunction(cursor: Cursor, token: Token): Metric {
  const range = RANGE_FUNCTIONS.find((candidate) => candidate === token.value);
  if (range !== undefined) return readRangeAggregation(cursor, range);
  const vector = VECTOR_FUNCTIONS.find((candidate) => candidate === token.value);
  if (vector !== undefined) return readVectorAggregation(cursor, vector);
  if (token.value === "label_replace") return readLabelReplace(cursor);
  return token.value === "vector" ? readVector(cursor) : cursor.fail(QUERY);
}

function readLabelReplace(cursor: Cursor): LabelReplace {
  const first = cursor.next();
  cursor.expect("(");
  const of = readMetric(cursor);
  const argument = () => {
    cursor.expect(",");
    return cursor.text();
  };
  const target = argument();
  argument();
  const source = argument();
  const pattern = argument();
  cursor.expect(")");
  return { kind: "labelReplace", of, target, source, pattern, ...cursor.since(first) };
}

function readVector(cursor: Cursor): VectorLiteral {
  const first = cursor.next();
  cursor.expect("(");
  if (cursor.peek().kind !== "number") return cursor.fail("a number without a sign");
  const { value } = readLiteral(cursor);
  cursor.expect(")");
  return { kind: "vector", value, ...cursor.since(first) };
}

/** What has numbers: a query of lines has none. */
export function readMetric(cursor: Cursor): Metric {
  return asMetric(readOperations(cursor));
}

export function asMetric(expression: Expression): Metric {
  if (expression.kind !== "logQuery" && expression.kind !== "variants") return expression;
  throw unreadable(
    expression,
    expression.kind === "logQuery" ? "lines" : "variants",
    "numbers: a function of the lines over a window",
    "count them, like count_over_time({…}[5m])",
  );
}
