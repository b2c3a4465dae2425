import type { Token, TokenKind } from "./token";

/** The end of a match of a sticky pattern at an offset, or null. */
export function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** The token that a piece of the text is. */
export function made(kind: TokenKind, text: string, from: number, to: number, amount = 0): Token {
  const written = text.slice(from, to);
  const value = kind === "symbol" || kind === "function" ? written.toLowerCase() : written;
  return { kind, from, to, text: written, value, amount };
}
