import type { Span } from "../ast";
import type { Token } from "../lexer";

/** A query that Loki can't parse, and where the parser stopped. */
export interface Situation {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The index of the token at which the parser stopped. */
  readonly at: number;
  /** What the parser expected there. */
  readonly expected: string;
}

/** A part of the query to replace. */
export interface Edit extends Span {
  readonly text: string;
}

/** What the author probably did, and how to correct it. */
export interface Explanation {
  readonly span: Span;
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
  /** The correction, which must let the parser continue; null if only the author can correct it. */
  readonly edits: readonly Edit[] | null;
}

/** Recognizes a mistake. */
export type Mistake = (situation: Situation) => Explanation | null;

const END: Token = { kind: "end", from: 0, to: 0, text: "", value: "", amount: 0 };

/** Returns a token by its distance from the one at which the parser stopped. */
export function token({ tokens, at }: Situation, distance = 0): Token {
  return tokens[at + distance] ?? END;
}

export function isSymbol({ kind, value }: Token, ...values: readonly string[]): boolean {
  return kind === "symbol" && values.includes(value);
}

export function insert(at: number, text: string): Edit {
  return { from: at, to: at, text };
}

export function remove({ from, to }: Span): Edit {
  return { from, to, text: "" };
}

export function replace({ from, to }: Span, text: string): Edit {
  return { from, to, text };
}

/** Returns the query after the edits, which must not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  let at = 0;
  let result = "";
  for (const { from, to, text: instead } of [...edits].sort((one, other) => one.from - other.from)) {
    result += text.slice(at, from) + instead;
    at = Math.max(at, to);
  }
  return result + text.slice(at);
}

/** The length of a part of a query in a message. */
const LONGEST = 200;

/** Returns a part of the edited query for a message, on one line. */
export function fragment(text: string, { from, to }: Span, edits: readonly Edit[] = []): string {
  const inside = edits.filter((edit) => edit.from >= from && edit.to <= to);
  const shifted = inside.map((edit) => ({ ...edit, from: edit.from - from, to: edit.to - from }));
  const written = edited(text.slice(from, to), shifted).replace(/\s+/g, " ").trim();
  return written.length <= LONGEST ? written : `${written.slice(0, LONGEST)}…`;
}

/** Returns a string literal with this value, in double quotes if it needs no escape. */
export function quotedText(value: string): string {
  return /["\\\n]/.test(value) && !value.includes("`") ? `\`${value}\`` : JSON.stringify(value);
}

/**
 * The edits that write the strings in a span in backticks, which need no escapes in LogQL or in quotes of YAML and JSON.
 * Other edits must not touch these strings.
 */
export function inBackticks(tokens: readonly Token[], { from, to }: Span): readonly Edit[] {
  return tokens
    .filter((one) => one.kind === "string" && one.from >= from && one.to <= to)
    .filter(({ text, value }) => text.startsWith('"') && !/[`\n]/.test(value))
    .map((one) => replace(one, `\`${one.value}\``));
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "{": "}" };

/** Returns the index of the bracket that closes the one at `open`, or null. */
export function closingIndex(tokens: readonly Token[], open: number): number | null {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const one = tokens[index] ?? END;
    if (isSymbol(one, "(", "{")) depth += 1;
    if (isSymbol(one, ")", "}")) depth -= 1;
    if (depth === 0) return index;
  }
  return null;
}

/** Returns the index of the bracket that the one at `close` closes, or null. */
export function openingIndex(tokens: readonly Token[], close: number): number | null {
  let depth = 0;
  for (let index = close; index >= 0; index -= 1) {
    const one = tokens[index] ?? END;
    if (isSymbol(one, ")", "}")) depth += 1;
    if (isSymbol(one, "(", "{")) depth -= 1;
    if (depth === 0) return index;
  }
  return null;
}

/** The brackets before the token at `end` that are still open, outermost first. */
export function openBrackets(tokens: readonly Token[], end: number): readonly Token[] {
  const open: Token[] = [];
  for (const one of tokens.slice(0, end)) {
    if (isSymbol(one, "(", "{")) open.push(one);
    else if (isSymbol(one, ")", "}")) open.pop();
  }
  return open;
}

export function closerOf(open: Token): string {
  return CLOSING[open.value] ?? ")";
}
