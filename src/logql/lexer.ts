import { literalEnd, literalValue } from "../go-template";
import type { Span } from "./ast";
import { ParseError, parseError } from "./errors";
import { FUNCTION_NAMES } from "./functions";
import { byteCount, goDuration, prometheusDuration } from "./literals";
import { scanNumber } from "./number";

/** A token of LogQL, as Loki's lexer defines it. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** The lower-case name of a symbol or function, the value of a string, or the text of any other token. */
  readonly value: string;
  /** The value of a number, the milliseconds of a duration or range, or the bytes of a size. */
  readonly amount: number;
}

/** Symbols are operators, brackets and reserved words. A function is a name followed by arguments. */
export type TokenKind =
  | "symbol"
  | "function"
  | "identifier"
  | "string"
  | "number"
  | "duration"
  | "bytes"
  | "range"
  | "flag"
  | "end";

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/lex.go (tokens) */
const WORDS = `unwrap by without bool offset on ignoring group_left group_right or and unless json regexp logfmt unpack
  pattern label_format line_format decolorize drop keep variants of`;

/** Words that can't be label names in a query. */
export const RESERVED: ReadonlySet<string> = new Set(WORDS.split(/\s+/));

const OPERATORS: ReadonlySet<string> = new Set(
  ", . { } = != =~ !~ !> |= |~ |> | ( ) ] + - * / % ^ == > >= < <=".split(" "),
);

const FLAGS: ReadonlySet<string> = new Set(["--strict", "--keep-empty"]);

const IDENTIFIER = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
/** At most a little longer than the flags, because each dash starts a search. */
const FLAG = /--[\p{L}-]{0,20}/uy;
const ARGUMENTS = /\s*(?:\(|(?:by|without)\s*\()/iy;

/** The tokens of a query, up to an "end" token, and the error that stopped the lexer. */
export interface Lexed {
  readonly tokens: readonly Token[];
  /** A string, range or comment without an end, or an invalid escape or range. */
  readonly error: ParseError | null;
}

/**
 * Splits a query into tokens, as Loki's lexer does. Invalid text also becomes a token, so that the parser can report an
 * earlier error first.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/lex.go
 */
export function tokenize(text: string): Lexed {
  const tokens: Token[] = [];
  const end: Token = { kind: "end", from: text.length, to: text.length, text: "", value: "", amount: 0 };
  // Go's scanner ignores a byte order mark at the start.
  const start = text.startsWith("\ufeff") ? 1 : 0;
  let at = start;
  try {
    for (at = tokenStart(text, start); at < text.length; at = tokenStart(text, at)) {
      const token = tokenAt(text, at, at === (tokens.at(-1)?.to ?? start));
      tokens.push(token);
      at = token.to;
    }
    return { tokens: [...tokens, end], error: null };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    // A comment without an end starts after whitespace.
    const from = text.startsWith("/*", error.problem.from) ? error.problem.from : at;
    return {
      tokens: [...tokens, createToken(text[at] === "[" ? "range" : "string", text, from, text.length), end],
      error,
    };
  }
}

function tokenAt(text: string, at: number, adjacent: boolean): Token {
  const char = text.charAt(at);
  if (char === '"' || char === "`") return stringAt(text, at);
  if (char === "[") return rangeAt(text, at);
  if (char === "'") return characterAt(text, at);
  return wordAt(text, at) ?? numberAt(text, at, adjacent) ?? dashAt(text, at) ?? operatorAt(text, at);
}

function wordAt(text: string, from: number): Token | null {
  const to = matchEnd(IDENTIFIER, text, from);
  if (to === null) return null;
  const name = text.slice(from, to).toLowerCase();
  if (FUNCTION_NAMES.has(name))
    return createToken(takesArguments(text, to) ? "function" : "identifier", text, from, to);
  return createToken(RESERVED.has(name) ? "symbol" : "identifier", text, from, to);
}

function takesArguments(text: string, at: number): boolean {
  return matchEnd(ARGUMENTS, text, at) !== null;
}

function dashAt(text: string, from: number): Token | null {
  if (text[from] !== "-") return null;
  const flag = matchEnd(FLAG, text, from);
  if (flag !== null && FLAGS.has(text.slice(from, flag))) return createToken("flag", text, from, flag);
  return durationAt(text, from, from + 1);
}

/** Loki reads an unknown character as a name, which its grammar then rejects. */
function operatorAt(text: string, from: number): Token {
  const two = text.slice(from, from + 2);
  if (OPERATORS.has(two)) return createToken("symbol", text, from, from + two.length);
  const one = String.fromCodePoint(text.codePointAt(from) ?? 0);
  return createToken(OPERATORS.has(one) ? "symbol" : "identifier", text, from, from + one.length);
}

const WHITESPACE = /[ \t\r\n]*/y;

/**
 * Returns the start of the next token, after whitespace and comments. Loki uses Go's scanner, which also skips Go's
 * comments.
 * @throws ParseError if a comment has no end
 */
function tokenStart(text: string, from: number): number {
  for (let at = from; ; ) {
    const start = whitespaceEnd(text, at);
    const end = commentEnd(text, start);
    if (end === null) return start;
    at = end;
  }
}

function whitespaceEnd(text: string, from: number): number {
  WHITESPACE.lastIndex = from;
  WHITESPACE.test(text);
  return WHITESPACE.lastIndex;
}

function commentEnd(text: string, from: number): number | null {
  if (text[from] === "#" || text.startsWith("//", from)) return endOrLast(text, text.indexOf("\n", from));
  if (!text.startsWith("/*", from)) return null;
  const end = text.indexOf("*/", from + 2);
  if (end >= 0) return end + 2;
  throw parseError({ from, to: text.length }, "a comment without an end", "*/ at its end", "close the comment");
}

function endOrLast(text: string, end: number): number {
  return end < 0 ? text.length : end;
}

const CHARACTER = /'(?:[^'\\\n]|\\.)'/uy;

/** @throws ParseError if the string has no end or an invalid escape */
function stringAt(text: string, from: number): Token {
  const to = literalEnd(text, from);
  if (to === null) {
    throw parseError({ from, to: from + 1 }, "a string without an end", "a quote at its end", "close the quote");
  }
  // Unlike Go, Prometheus' strings accept an escaped surrogate and encode it as U+FFFD.
  const value = literalValue(text.slice(from, to), "\ufffd");
  if (typeof value === "string") return { kind: "string", from, to, text: text.slice(from, to), value, amount: 0 };
  const escaped = from + value.unknownEscapeAt;
  throw parseError(
    { from: escaped, to: escaped + 2 },
    `an escape ${text.slice(escaped, escaped + 2)} in double quotes`,
    "a Go escape sequence, or a string in backticks",
    `double the backslash, or write the string in backticks: \`${text.slice(from + 1, to - 1)}\``,
  );
}

/** @throws ParseError if the range is not a duration or has no end */
function rangeAt(text: string, from: number): Token {
  const end = text.indexOf("]", from);
  const to = end < 0 ? text.length : end + 1;
  const amount = end < 0 ? null : prometheusDuration(text.slice(from + 1, end));
  if (amount !== null) return createToken("range", text, from, to, amount);
  throw parseError(
    { from, to },
    `a range ${text.slice(from, to)}`,
    "whole numbers with their units, the largest first, in brackets",
    remedyFor(text.slice(from, to)),
  );
}

function remedyFor(range: string): string {
  if (range.includes(":")) return "write a single range, such as [5m]: LogQL has no subqueries";
  if (range.includes("$")) return "write a duration, such as [5m]: Grafana's variables work only in Grafana";
  return "write a duration, such as [5m] or [1h30m]";
}

/** Go's scanner reads a character literal in single quotes, which Loki treats as a name. */
function characterAt(text: string, from: number): Token {
  const to = matchEnd(CHARACTER, text, from);
  if (to !== null) return createToken("identifier", text, from, to);
  throw parseError(
    { from, to: from + 1 },
    "a single quote",
    "double quotes or backticks",
    "use double quotes or backticks",
  );
}

const DURATION_TAIL = /[\d.nuµmshdwy]+/y;
const BYTES_TAIL = /[\d.BikKMGTP]+/y;

/**
 * Returns a number, or a duration or size that starts with one.
 * @throws ParseError if the number is invalid
 */
function numberAt(text: string, from: number, adjacent: boolean): Token | null {
  const number = scanNumber(text, from, adjacent);
  if (number === null) return null;
  const { to, value } = number;
  return durationAt(text, from, to) ?? bytesAt(text, from, to) ?? createToken("number", text, from, to, value);
}

/** Returns a duration whose first number or sign ends at `end`. */
function durationAt(text: string, from: number, end: number): Token | null {
  const to = matchEnd(DURATION_TAIL, text, end);
  const written = to === null ? "" : text.slice(from, to);
  const amount = prometheusDuration(written) ?? goDuration(written);
  return to === null || amount === null ? null : createToken("duration", text, from, to, amount);
}

function bytesAt(text: string, from: number, end: number): Token | null {
  const to = matchEnd(BYTES_TAIL, text, end);
  const amount = to === null ? null : byteCount(text.slice(from, to));
  return to === null || amount === null ? null : createToken("bytes", text, from, to, amount);
}

/** Returns the end of a match of a sticky pattern at an offset, or null. */
function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Creates a token from a part of the query. */
function createToken(kind: TokenKind, text: string, from: number, to: number, amount = 0): Token {
  const written = text.slice(from, to);
  const value = kind === "symbol" || kind === "function" ? written.toLowerCase() : written;
  return { kind, from, to, text: written, value, amount };
}
