import { closest, distance } from "fastest-levenshtein";
import type { Span } from "./ast";
import { literalValue } from "./string-literal";

/** A reason why Go rejects a template. The span covers the offending part. */
export interface TemplateProblem extends Span {
  readonly got: string;
  readonly remedy: string;
  /** The name that is neither a function nor a declared variable, if that is the problem. */
  readonly unknown?: string;
}

/** Ends parsing at the first problem, as in Go. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";

  constructor(readonly problem: TemplateProblem) {
    super(problem.got);
  }
}

export interface Token extends Span {
  readonly kind: "text" | "number" | "character" | "field" | "dot" | "variable" | "word" | "mark";
  /** As written. */
  readonly value: string;
  /** Whether it follows the previous token without whitespace. */
  readonly joined: boolean;
}

/** Everything between {{ and }}. */
export interface Action extends Span {
  readonly kind: "action";
  readonly tokens: readonly Token[];
}

/** Text between the actions, without the whitespace that their trim markers remove. */
export interface Text extends Span {
  readonly kind: "text";
  readonly value: string;
}

const NAME = String.raw`(?!\d)[\p{L}\p{Nd}_]+`;

const INTEGER = String.raw`0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|[1-9](?:_?\d)*`;
const DIGITS = String.raw`\d(?:_?\d)*`;
const EXPONENT = `[eE][-+]?${DIGITS}`;
const HEXADECIMAL_FLOAT = String.raw`0[xX](?:_?[\da-fA-F])*\.?(?:[\da-fA-F](?:_?[\da-fA-F])*)?[pP][-+]?${DIGITS}`;
const FLOAT = String.raw`${HEXADECIMAL_FLOAT}|(?:${DIGITS}\.(?:${DIGITS})?|\.${DIGITS})(?:${EXPONENT})?|${DIGITS}${EXPONENT}`;
const PART = `(?:${FLOAT}|${DIGITS})`;
/** A real, imaginary or complex number without whitespace. A decimal integer has no leading zero. */
const NUMBER = String.raw`[-+]?(?:(?:${PART}[-+])?${PART}i|${FLOAT}|${INTEGER}|0)(?![\p{L}\p{Nd}_.])`;

const ESCAPE = String.raw`\\(?:[abfnrtv\\']|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3})`;

/** @see https://github.com/golang/go/blob/go1.26.0/src/text/template/parse/lex.go (lexInsideAction) */
const KINDS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`/y],
  ["character", new RegExp(`'(?:[^'\\\\\\n]|${ESCAPE})'`, "uy")],
  ["number", new RegExp(NUMBER, "uy")],
  ["field", new RegExp(String.raw`\.${NAME}`, "uy")],
  ["dot", /\./y],
  ["variable", /\$[\p{L}\p{Nd}_]*/uy],
  ["word", new RegExp(NAME, "uy")],
  ["mark", /:=|[=|(),]/y],
];

/** The tokens that must be followed by a terminator: `.a-b` is an error, not a subtraction. */
const TERMINATED: readonly Token["kind"][] = ["field", "dot", "variable", "word"];
const TERMINATOR = /[ \t\r\n.,|:()]|\}\}|$/y;

const TRIM = /-(?=[ \t\r\n])/y;
const END = /[ \t\r\n]*(?:[ \t\r\n]-)?\}\}/y;
const WHITESPACE = /[ \t\r\n]+/y;
const LEADING = /^[ \t\r\n]+/;
const COMMENT = /(?:-[ \t\r\n])?\/\*/y;
const COMMENT_END = /(?:[ \t\r\n]-)?\}\}/y;

/** An action or a comment. */
interface Delimited extends Span {
  /** Null in a comment. */
  readonly tokens: readonly Token[] | null;
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

/**
 * Yields the texts and actions of a template, without comments and empty texts.
 * @throws TemplateError if an action has no end or contains an invalid character
 */
export function* piecesOf(template: string): Generator<Text | Action> {
  let before: Pick<Delimited, "to" | "trimsAfter"> = { to: 0, trimsAfter: false };
  for (let at = template.indexOf("{{"); at >= 0; ) {
    const next = delimitedAt(template, at);
    yield* textBetween(template, before, next);
    if (next.tokens !== null) yield { kind: "action", tokens: next.tokens, from: next.from, to: next.to };
    before = next;
    at = template.indexOf("{{", next.to);
  }
  yield* textBetween(template, before, { from: template.length, trimsBefore: false });
}

function* textBetween(
  template: string,
  before: Pick<Delimited, "to" | "trimsAfter">,
  next: Pick<Delimited, "from" | "trimsBefore">,
): Generator<Text> {
  const [from, to] = [before.to, next.from];
  const after = before.trimsAfter ? template.slice(from, to).replace(LEADING, "") : template.slice(from, to);
  const value = next.trimsBefore ? trimEnd(after) : after;
  if (value !== "") yield { kind: "text", value, from, to };
}

/** A regular expression would need quadratic time on a long run of whitespace inside the text. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function delimitedAt(template: string, from: number): Delimited {
  const trimsBefore = matchEnd(TRIM, template, from + 2) !== null;
  const inside = matchEnd(COMMENT, template, from + 2);
  const [to, tokens] = inside === null ? actionAt(template, from) : [commentEnd(template, from, inside), null];
  return { from, to, tokens, trimsBefore, trimsAfter: /[ \t\r\n]-$/.test(template.slice(to - 4, to - 2)) };
}

function commentEnd(template: string, from: number, inside: number): number {
  const close = template.indexOf("*/", inside);
  const end = close < 0 ? null : matchEnd(COMMENT_END, template, close + 2);
  if (end !== null) return end;
  throw templateError({ from, to: from + 2 }, "a comment without an end", "end the comment with */}}");
}

function actionAt(template: string, from: number): readonly [number, readonly Token[]] {
  const tokens: Token[] = [];
  for (let at = matchEnd(TRIM, template, from + 2) ?? from + 2; at < template.length; ) {
    const end = matchEnd(END, template, at);
    if (end !== null) return [end, tokens];
    const token = tokenAt(template, matchEnd(WHITESPACE, template, at) ?? at, tokens.at(-1));
    tokens.push(token);
    at = token.to;
  }
  throw templateError({ from, to: from + 2 }, "{{ without }}", "close the action with }}");
}

function tokenAt(template: string, from: number, before: Token | undefined): Token {
  for (const [kind, pattern] of KINDS) {
    const to = matchEnd(pattern, template, from);
    if (to === null) continue;
    if (TERMINATED.includes(kind) && matchEnd(TERMINATOR, template, to) === null) throw strayCharacter(template, to);
    return { kind, from, to, value: template.slice(from, to), joined: before?.to === from };
  }
  throw strayCharacter(template, from);
}

function strayCharacter(template: string, at: number): TemplateError {
  const character = template.slice(at, at + 1);
  const remedy = character === "}" ? "close the action with }}" : "quote it, or close the action with }} before it";
  return templateError({ from: at, to: at + 1 }, `${character} in an action`, remedy);
}

/** Returns the end of a match of a sticky pattern at an offset, or null. */
function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

export function templateError({ from, to }: Span, got: string, remedy: string): TemplateError {
  return new TemplateError({ from, to, got, remedy });
}

/** Returns the content of a string literal. @throws TemplateError for an invalid escape */
export function unquoted(token: Token): string {
  const value = literalValue(token.value);
  if (typeof value === "string") return value;
  const from = token.from + value.unknownEscapeAt;
  const remedy = "double the backslash, or use backticks";
  throw templateError({ from, to: from + 2 }, `an invalid escape in ${token.value}`, remedy);
}

export function unexpected(token: Span & { readonly value: string }): TemplateError {
  return templateError(token, `"${token.value}" in a command`, "separate the arguments with spaces only");
}

function remedyForName(what: "function" | "variable", value: string, known: readonly string[]): string {
  const names = known.filter((name) => name !== "$");
  if (names.length === 0) return `declare it first, as in {{ ${value} := … }}, or remove it`;
  const near = closest(value, names);
  const isMeant = what === "variable" || distance(value, near) <= value.length / 3;
  return isMeant ? `did you mean "${near}"?` : "remove it, or use a function that these templates have";
}

/** @param known the names that exist; the remedy suggests the closest */
export function unknown(what: "function" | "variable", token: Token, known: readonly string[]): TemplateError {
  const { value, from, to } = token;
  const got = what === "function" ? `an unknown function "${value}"` : `an undeclared variable "${value}"`;
  return new TemplateError({ from, to, got, remedy: remedyForName(what, value, known), unknown: value });
}
