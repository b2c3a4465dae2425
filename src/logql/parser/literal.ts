import { unreadable } from "../problem";
import type { Literal } from "../tree/expression";
import type { Cursor } from "./cursor";

/**
 * A number with or without a sign.
 * @throws Unreadable where it is one of another base, which Loki reads as no number
 */
export function readLiteral(cursor: Cursor): Literal {
  const literal = readSigned(cursor, "a number");
  if (!Number.isNaN(literal.value)) return literal;
  throw unreadable(literal, "a number of another base", "one of base ten", "write it without the zero in front");
}

/** The same, where Loki takes any number and reckons with 0 for one that it can't read. */
export function readSigned(cursor: Cursor, expected: string): Literal {
  const first = cursor.peek();
  const sign = cursor.take("-") !== null ? -1 : 1;
  if (sign === 1) cursor.take("+");
  const { amount } = cursor.expectKind("number", expected);
  return { kind: "literal", value: sign * amount, ...cursor.since(first) };
}

export function startsLiteral(cursor: Cursor): boolean {
  const signed = cursor.isSymbol("-") || cursor.isSymbol("+");
  return cursor.peek(signed ? 1 : 0).kind === "number";
}
