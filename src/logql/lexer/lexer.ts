import { FUNCTION_NAMES } from "../functions";
import { Unreadable } from "../problem";
import { durationAt, numberAt } from "./numbers";
import { made, matchEnd } from "./scan";
import { skipped } from "./skipped";
import { characterAt, rangeAt, stringAt } from "./texts";
import type { Token } from "./token";
import { FLAGS, OPERATORS, RESERVED } from "./words";

const IDENTIFIER = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const FLAG = /--[\p{L}-]*/uy;
const ARGUMENTS = /\s*(?:\(|(?:by|without)\s*\()/iy;

/** The tokens of a text, the last of which is the end, and what keeps the rest of it from being read. */
export interface Lexed {
  readonly tokens: readonly Token[];
  /** A string, range or comment without an end, or an escape or range without a meaning. */
  readonly broken: Unreadable | null;
}

/**
 * The tokens of a text, as Loki's lexer makes them, up to what it can't read; that has a token in its place.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/lex.go
 */
export function tokensOf(text: string): Lexed {
  const tokens: Token[] = [];
  const end: Token = { kind: "end", from: text.length, to: text.length, text: "", value: "", amount: 0 };
  let at = 0;
  try {
    for (at = skipped(text, 0); at < text.length; at = skipped(text, at)) {
      const token = tokenAt(text, at);
      tokens.push(token);
      at = token.to;
    }
    return { tokens: [...tokens, end], broken: null };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return {
      tokens: [...tokens, made(text[at] === "[" ? "range" : "string", text, at, text.length), end],
      broken: error,
    };
  }
}

function tokenAt(text: string, at: number): Token {
  const char = text.charAt(at);
  if (char === '"' || char === "`") return stringAt(text, at);
  if (char === "[") return rangeAt(text, at);
  if (char === "'") return characterAt(text, at);
  return wordAt(text, at) ?? numberAt(text, at) ?? dashAt(text, at) ?? operatorAt(text, at);
}

function wordAt(text: string, from: number): Token | null {
  const to = matchEnd(IDENTIFIER, text, from);
  if (to === null) return null;
  const name = text.slice(from, to).toLowerCase();
  if (FUNCTION_NAMES.has(name)) return made(takesArguments(text, to) ? "function" : "identifier", text, from, to);
  return made(RESERVED.has(name) ? "symbol" : "identifier", text, from, to);
}

function takesArguments(text: string, at: number): boolean {
  return matchEnd(ARGUMENTS, text, at) !== null;
}

function dashAt(text: string, from: number): Token | null {
  if (text[from] !== "-") return null;
  const flag = matchEnd(FLAG, text, from);
  if (flag !== null && FLAGS.has(text.slice(from, flag))) return made("flag", text, from, flag);
  return durationAt(text, from, from + 1);
}

/** What Loki has no token for it takes for a name, and its grammar then has no place for it. */
function operatorAt(text: string, from: number): Token {
  const two = text.slice(from, from + 2);
  if (OPERATORS.has(two)) return made("symbol", text, from, from + two.length);
  const one = String.fromCodePoint(text.codePointAt(from) ?? 0);
  return made(OPERATORS.has(one) ? "symbol" : "identifier", text, from, from + one.length);
}
