import type { Span } from "../span";
import { MATCH_OPERATORS, type Matcher } from "../tree/selection";
import { type Cursor, QUERY } from "./cursor";

/** The matchers of a selector, and its braces. */
export function readSelector(cursor: Cursor): { readonly matchers: readonly Matcher[]; readonly selector: Span } {
  const open = cursor.take("{") ?? cursor.fail(cursor.peek().kind === "identifier" ? QUERY : "a selector in braces");
  const matchers = cursor.isSymbol("}") ? [] : cursor.list(() => readMatcher(cursor));
  cursor.expect("}");
  return { matchers, selector: cursor.since(open) };
}

export function readMatcher(cursor: Cursor): Matcher {
  const label = cursor.name();
  const operator = MATCH_OPERATORS.find((candidate) => cursor.isSymbol(candidate));
  if (operator === undefined) return cursor.fail("one of =, !=, =~, !~");
  cursor.next();
  const value = cursor.text();
  return { label, operator, value, ...cursor.since(label) };
}

/** Whether a label, an operator and a text come next. */
export function isMatcher(cursor: Cursor): boolean {
  return (
    cursor.peek().kind === "identifier" &&
    MATCH_OPERATORS.some((operator) => cursor.isSymbol(operator, 1)) &&
    cursor.peek(2).kind === "string"
  );
}
