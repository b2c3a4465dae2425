import type { Span } from "./ast";
import { tokenize } from "./lexer";

/** Returns whether two parts of a query consist of the same tokens, whatever the whitespace between them. */
export function isSameText(text: string, one: Span, other: Span): boolean {
  return tokensOf(text, one) === tokensOf(text, other);
}

/** Returns a text that is equal for parts of a query with the same tokens. */
export function tokensOf(text: string, { from, to }: Span): string {
  return JSON.stringify(tokenize(text.slice(from, to)).tokens.map((token) => token.text));
}
