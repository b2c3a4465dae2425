import { type Expression, type Matching, OPERATORS, type Operator } from "../tree/expression";
import type { Cursor } from "./cursor";
import { readLabelList } from "./grouping";
import { asMetric, readOperand } from "./metric";

/** From what binds least to what binds most. @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/syntax.y */
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

/** Operands with the operators between them, of at least this precedence. */
export function readOperations(cursor: Cursor, least = 1): Expression {
  let left = readOperand(cursor);
  for (;;) {
    const operator = OPERATORS.find((candidate) => cursor.isSymbol(candidate));
    if (operator === undefined || PRECEDENCE[operator] < least) return left;
    left = readOperation(cursor, left, operator);
  }
}

function readOperation(cursor: Cursor, left: Expression, operator: Operator): Expression {
  const metric = asMetric(left);
  const operatorSpan = cursor.next();
  const bool = cursor.take("bool") !== null;
  const matching = readMatching(cursor);
  // Only the power groups to the right.
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
