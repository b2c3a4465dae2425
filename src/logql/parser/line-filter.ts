import { LINE_OPERATORS, type LineFilter, type LineOperator, type LineText } from "../tree/stage";
import type { Cursor } from "./cursor";
import { readIp } from "./label-filter";

/** The operator of a line filter that comes next, if one does. */
export function lineOperator(cursor: Cursor): LineOperator | undefined {
  return LINE_OPERATORS.find((candidate) => cursor.isSymbol(candidate));
}

export function readLineFilter(cursor: Cursor, operator: LineOperator): LineFilter {
  const first = cursor.next();
  const alternatives = [readLineText(cursor)];
  while (cursor.take("or") !== null) alternatives.push(readLineText(cursor));
  return { kind: "lineFilter", operator, alternatives, ...cursor.since(first) };
}

function readLineText(cursor: Cursor): LineText {
  const first = cursor.peek();
  if (!cursor.isFunction("ip")) return { ...cursor.text(), address: false };
  const value = readIp(cursor);
  return { kind: "text", value, address: true, ...cursor.since(first) };
}
