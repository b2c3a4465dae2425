import {
  type Expression,
  type Grouping,
  type LabelReplace,
  type Literal,
  type Matching,
  type Metric,
  type Name,
  OPERATORS,
  type Operator,
  type Parameter,
  type RangeAggregation,
  type Variants,
  type VectorAggregation,
  type VectorLiteral,
} from "../ast";
import { ParseError, type Problem, parseError } from "../errors";
import { RANGE_FUNCTIONS, type RangeFunction, VECTOR_FUNCTIONS, type VectorFunction } from "../functions";
import { type Token, tokenize } from "../lexer";
import { explain } from "../mistakes";
import { problemsOf } from "../validation/expression";
import { Cursor, QUERY, readSigned } from "./cursor";
import { readSelection } from "./pipeline";
import { readRange } from "./range";

/** A parsed query, and every problem that Loki finds in it. */
export interface Parsed {
  /** Null if the text isn't valid LogQL. */
  readonly expression: Expression | null;
  readonly problems: readonly Problem[];
}

/**
 * Parses and validates a query as Loki 3.7.8 does.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/syntax.y
 */
export function parse(text: string): Parsed {
  const { tokens, expression, problem } = read(text);
  if (expression !== null) return { expression, problems: problemsOf(expression) };
  return { expression: null, problems: [explain(text, tokens, problem, (corrected) => read(corrected).problem)] };
}

type Read = { readonly tokens: readonly Token[] } & (
  | { readonly expression: Expression; readonly problem: null }
  | { readonly expression: null; readonly problem: Problem }
);

function read(text: string): Read {
  const { tokens, error: lexerError } = tokenize(text);
  try {
    rejectUnreadable(text);
    const cursor = new Cursor(tokens);
    const expression = readOperations(cursor);
    if (cursor.peek().kind !== "end") return cursor.fail("an operator, or the end of the query");
    if (lexerError !== null) throw lexerError;
    return { tokens, expression, problem: null };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { tokens, expression: null, problem: first(error, lexerError).problem };
  }
}

/** The bytes at which Loki rejects a query. https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (maxInputSize) */
const TOO_LONG = 131_072;

function rejectUnreadable(text: string): void {
  const nul = text.indexOf("\0");
  if (nul >= 0) throw parseError({ from: nul, to: nul + 1 }, "a NUL character", "text", "remove the NUL character");
  const bytes = Buffer.byteLength(text);
  if (bytes < TOO_LONG) return;
  throw parseError(
    { from: 0, to: text.length },
    `a query of ${bytes} bytes`,
    `less than ${TOO_LONG} bytes`,
    "split the query into several rules",
  );
}

/** Returns the parser's error, unless the lexer's error comes first in the text. */
function first(unexpected: ParseError, lexerError: ParseError | null): ParseError {
  return lexerError !== null && lexerError.problem.from <= unexpected.problem.from ? lexerError : unexpected;
}

/** Operators by precedence, lowest first. @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/syntax.y */
const PRECEDENCE: Readonly<Record<Operator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  "==": 3,
  "!=": 3,
  ">": 3,
  ">=": 3,
  "<": 3,
  "<=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  "^": 6,
};

/** Reads operands joined by operators of at least this precedence. */
function readOperations(cursor: Cursor, minimum = 1): Expression {
  let left = readOperand(cursor);
  for (;;) {
    const operator = OPERATORS.find((candidate) => cursor.isSymbol(candidate));
    if (operator === undefined || PRECEDENCE[operator] < minimum) return left;
    left = readOperation(cursor, left, operator);
  }
}

function readOperation(cursor: Cursor, left: Expression, operator: Operator): Expression {
  const metric = asMetric(left);
  const operatorSpan = cursor.next();
  const bool = cursor.take("bool") !== null;
  const matching = readMatching(cursor);
  // Only the power operator is right-associative.
  const right = asMetric(readOperations(cursor, PRECEDENCE[operator] + (operator === "^" ? 0 : 1)));
  const parts = { operator, operatorSpan, bool, matching, left: metric, right };
  return { kind: "binaryOperation", ...parts, from: left.from, to: right.to };
}

function readMatching(cursor: Cursor): Matching | null {
  const first = cursor.take("on") ?? cursor.take("ignoring");
  if (first === null) return null;
  const labels = readLabelList(cursor);
  const group = cursor.take("group_left") ?? cursor.take("group_right");
  const include = group !== null && cursor.isSymbol("(") ? readLabelList(cursor) : [];
  const side = group?.value === "group_left" ? "left" : "right";
  return { on: first.value === "on", labels, group: group === null ? null : side, include };
}

/** Reads one operand. */
function readOperand(cursor: Cursor): Expression {
  cursor.countPart();
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
  throw parseError(span, "variants in parentheses", "variants without parentheses", "remove the parentheses");
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
  const operand = readMetric(cursor);
  const argument = () => {
    cursor.expect(",");
    return cursor.text();
  };
  const target = argument();
  argument();
  const source = argument();
  const pattern = argument();
  cursor.expect(")");
  return { kind: "labelReplace", operand, target, source, pattern, ...cursor.since(first) };
}

function readVector(cursor: Cursor): VectorLiteral {
  const first = cursor.next();
  cursor.expect("(");
  if (cursor.peek().kind !== "number") return cursor.fail("a number without a sign");
  const { value } = readLiteral(cursor);
  cursor.expect(")");
  return { kind: "vector", value, ...cursor.since(first) };
}

/** Reads an expression that returns numbers, not lines. */
function readMetric(cursor: Cursor): Metric {
  return asMetric(readOperations(cursor));
}

function asMetric(expression: Expression): Metric {
  if (expression.kind !== "logQuery" && expression.kind !== "variants") return expression;
  throw parseError(
    expression,
    expression.kind === "logQuery" ? "log lines" : "variants",
    "numbers, such as a function over a log range",
    "count them, as in count_over_time({…}[5m])",
  );
}

function readRangeAggregation(cursor: Cursor, name: RangeFunction): RangeAggregation {
  const functionSpan = cursor.next();
  cursor.expect("(");
  const parameter = readParameter(cursor);
  const range = readRange(cursor);
  cursor.expect(")");
  const grouping = readGrouping(cursor);
  const parts = { function: name, functionSpan, parameter, range, grouping };
  return { kind: "rangeAggregation", ...parts, ...cursor.since(functionSpan) };
}

function readVectorAggregation(cursor: Cursor, name: VectorFunction): VectorAggregation {
  const functionSpan = cursor.next();
  const before = readGrouping(cursor);
  cursor.expect("(");
  const parameter = readParameter(cursor);
  const operand = readMetric(cursor);
  cursor.expect(")");
  const grouping = before ?? readGrouping(cursor);
  const parts = { function: name, functionSpan, parameter, operand, grouping };
  return { kind: "vectorAggregation", ...parts, ...cursor.since(functionSpan) };
}

function readParameter(cursor: Cursor): Parameter | null {
  if (cursor.peek().kind !== "number" || !cursor.isSymbol(",", 1)) return null;
  const { from, to, text, amount } = cursor.next();
  cursor.next();
  return { from, to, text, value: amount };
}

/** Reads by (…) or without (…), if it comes next. */
function readGrouping(cursor: Cursor): Grouping | null {
  const first = cursor.take("by") ?? cursor.take("without");
  if (first === null) return null;
  return { by: first.value === "by", labels: readLabelList(cursor), ...cursor.since(first) };
}

/** Reads label names in parentheses. The list may be empty. */
function readLabelList(cursor: Cursor): readonly Name[] {
  cursor.expect("(");
  const labels = cursor.isSymbol(")") ? [] : cursor.list(() => cursor.name());
  cursor.expect(")");
  return labels;
}

function readVariants(cursor: Cursor): Variants {
  const first = cursor.next();
  cursor.expect("(");
  const aggregations = cursor.list(() => readMetric(cursor));
  cursor.expect(")");
  cursor.expect("of");
  cursor.expect("(");
  const range = readRange(cursor);
  cursor.expect(")");
  return { kind: "variants", aggregations, range, ...cursor.since(first) };
}

/**
 * Reads a number with or without a sign.
 * @throws ParseError if it has another base or is too large, which Loki can't read
 */
function readLiteral(cursor: Cursor): Literal {
  const literal = readSigned(cursor, "a number");
  if (Number.isFinite(literal.value)) return literal;
  if (Number.isNaN(literal.value)) {
    throw parseError(literal, "a number that is not decimal", "a decimal number", "remove the leading zero");
  }
  throw parseError(literal, "a number beyond 64 bits", "at most 1.7e308", "write a smaller number");
}

function startsLiteral(cursor: Cursor): boolean {
  const signed = cursor.isSymbol("-") || cursor.isSymbol("+");
  return cursor.peek(signed ? 1 : 0).kind === "number";
}
