import { literalEnd, literalValue } from "../go-template";
import type { Span } from "./ast";
import { Unreadable, unreadable } from "./errors";
import { FUNCTION_NAMES } from "./functions";
import { byteCount, goDuration, prometheusDuration } from "./literals";

/** A piece of LogQL as Loki's lexer makes it. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** As it was written. */
  readonly text: string;
  /** A symbol's or function's name in lower case; what a string says; any other token's text. */
  readonly value: string;
  /** Of a number, its value; of a duration or range, its milliseconds; of a size, its bytes. */
  readonly amount: number;
}

/** Symbols are operators, brackets and reserved words; a function is a name that is followed by its arguments. */
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

/** Names that no label can have where a query names it. */
export const RESERVED: ReadonlySet<string> = new Set(WORDS.split(/\s+/));

export const OPERATORS: ReadonlySet<string> = new Set(
  ", . { } = != =~ !~ !> |= |~ |> | ( ) ] + - * / % ^ == > >= < <=".split(" "),
);

export const FLAGS: ReadonlySet<string> = new Set(["--strict", "--keep-empty"]);

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

const BLANKS = /[ \t\r\n]*/y;

/**
 * Where the next token begins: blanks and comments lie before it. Go's scanner, which Loki uses, skips Go's comments
 * too.
 * @throws Unreadable where a comment has no end
 */
export function skipped(text: string, from: number): number {
  for (let at = from; ; ) {
    const start = blanksEnd(text, at);
    const end = commentEnd(text, start);
    if (end === null) return start;
    at = end;
  }
}

function blanksEnd(text: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

function commentEnd(text: string, from: number): number | null {
  if (text[from] === "#" || text.startsWith("//", from)) return endOrLast(text, text.indexOf("\n", from));
  if (!text.startsWith("/*", from)) return null;
  const end = text.indexOf("*/", from + 2);
  if (end >= 0) return end + 2;
  throw unreadable({ from, to: text.length }, "a comment that doesn't end", "*/ at its end", "close the comment");
}

function endOrLast(text: string, end: number): number {
  return end < 0 ? text.length : end;
}

const CHARACTER = /'(?:[^'\\\n]|\\.)'/uy;

/** @throws Unreadable where the text has no end, or an escape no meaning */
export function stringAt(text: string, from: number): Token {
  const to = literalEnd(text, from);
  if (to === null) {
    throw unreadable({ from, to: from + 1 }, "a text that doesn't end", "a quote at its end", "close the quote");
  }
  const value = literalValue(text.slice(from, to));
  if (typeof value === "string") return { kind: "string", from, to, text: text.slice(from, to), value, amount: 0 };
  const escaped = from + value.unknownEscapeAt;
  throw unreadable(
    { from: escaped, to: escaped + 2 },
    `an escape ${text.slice(escaped, escaped + 2)} in double quotes`,
    "one that Go knows, or a text in backticks",
    `double the backslash, or write the text in backticks: \`${text.slice(from + 1, to - 1)}\``,
  );
}

/** @throws Unreadable where the window is no duration, or has no end */
export function rangeAt(text: string, from: number): Token {
  const end = text.indexOf("]", from);
  const to = end < 0 ? text.length : end + 1;
  const amount = end < 0 ? null : prometheusDuration(text.slice(from + 1, end));
  if (amount !== null) return made("range", text, from, to, amount);
  throw unreadable(
    { from, to },
    `a window ${text.slice(from, to)}`,
    "whole numbers with their units, the largest first, in brackets",
    remedyFor(text.slice(from, to)),
  );
}

function remedyFor(window: string): string {
  if (window.includes(":")) return "write one window, like [5m]: LogQL has no subqueries";
  if (window.includes("$")) return "write a window, like [5m]: outside of Grafana its variables mean nothing";
  return "write it like [5m] or [1h30m]";
}

/** Go's scanner reads a single character in single quotes; Loki takes it for a name. */
export function characterAt(text: string, from: number): Token {
  const to = matchEnd(CHARACTER, text, from);
  if (to !== null) return made("identifier", text, from, to);
  throw unreadable({ from, to: from + 1 }, "a single quote", "double quotes or backticks", "quote the text with them");
}

const NUMBER = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?/y;
const OTHER_BASE = /0[xX][\da-fA-F_]+|0[bB][01][01_]*|0[oO][0-7_]+/y;
/** What Go's scanner begins to read in another base, and then can't. */
const BROKEN_BASE = /0[xXbBoO]|0\d*[89]\d*(?![.eE\d])/y;
const DURATION_TAIL = /[\d.nuµmshdwy]+/y;
const BYTES_TAIL = /[\d.BikKMGTP]+/y;

/**
 * A number, or a duration or size that begins with one.
 * @throws Unreadable where Go's scanner begins to read another base, and can't
 */
export function numberAt(text: string, from: number): Token | null {
  const otherBase = matchEnd(OTHER_BASE, text, from);
  if (otherBase !== null) return made("number", text, from, otherBase, Number.NaN);
  refuseBrokenBase(text, from);
  const end = matchEnd(NUMBER, text, from);
  if (end === null) return null;
  const amount = Number(text.slice(from, end).replaceAll("_", ""));
  return durationAt(text, from, end) ?? bytesAt(text, from, end) ?? made("number", text, from, end, amount);
}

function refuseBrokenBase(text: string, from: number): void {
  const to = matchEnd(BROKEN_BASE, text, from);
  if (to === null) return;
  throw unreadable(
    { from, to },
    `a number ${text.slice(from, to)}`,
    "one with the base of ten",
    "write it without the zero",
  );
}

/** A duration whose number, or sign, ends at `end`. */
export function durationAt(text: string, from: number, end: number): Token | null {
  const to = matchEnd(DURATION_TAIL, text, end);
  const written = to === null ? "" : text.slice(from, to);
  const amount = prometheusDuration(written) ?? goDuration(written);
  return to === null || amount === null ? null : made("duration", text, from, to, amount);
}

function bytesAt(text: string, from: number, end: number): Token | null {
  const to = matchEnd(BYTES_TAIL, text, end);
  const amount = to === null ? null : byteCount(text.slice(from, to));
  return to === null || amount === null ? null : made("bytes", text, from, to, amount);
}

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
