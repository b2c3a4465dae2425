import type { LineFilter } from "./ast";

/** One alternative of a regular expression. */
export interface Alternative {
  /** The characters that each match contains, in this order. */
  readonly text: string;
  /** Whether it matches this text only. */
  readonly exact: boolean;
  /** Whether nothing matches it: characters follow the end of the text, as in "$namespace". */
  readonly never: boolean;
}

/**
 * Returns the alternatives of a regular expression: those of "a|b", of "(a|b)" and of "^(?:a|b)$". Returns null if it
 * has flags such as (?i), which change the meaning of characters.
 */
export function alternativesOf(expression: string): readonly Alternative[] | null {
  if (/\(\?[^:P<]|\\[QpPxC0]/.test(expression)) return null;
  return split(unwrapped(expression)).map(alternative);
}

/** Returns the texts of which a line contains one if it passes the filter; empty if they can't be listed. */
export function requiredTexts({ operator, alternatives }: LineFilter): readonly string[] {
  if (alternatives.some(({ address }) => address)) return [];
  if (operator === "|=") return alternatives.map(({ value }) => value);
  if (operator !== "|~") return [];
  const parts = alternatives.map(({ value }) => alternativesOf(value));
  if (parts.some((part) => part === null || part.some(({ exact, text }) => !exact || text === ""))) return [];
  return parts.flatMap((part) => (part ?? []).map(({ text }) => text));
}

/** Removes anchors and parentheses around the whole expression. */
function unwrapped(expression: string): string {
  let inner = expression;
  for (;;) {
    const [, open = "", rest = ""] = /^(\^*\((?:\?:|\?P?<\w+>)?)(.*)\)\$*$/s.exec(inner) ?? [];
    if (open === "" || !isBalanced(rest)) return inner;
    inner = rest;
  }
}

/** Whether no parenthesis closes one outside the text. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const token of tokensOf(text)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** An escaped character, a class of characters, a repetition, or one character. */
const TOKEN = /\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|./gs;

function tokensOf(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

function split(expression: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokensOf(expression)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (token === "|" && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function alternative(tokens: readonly string[]): Alternative {
  let text = "";
  let exact = true;
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    const character = depth === 0 ? literal(token) : null;
    const optional = /^(?:[?*]|\{0)/.test(tokens[index + 1] ?? "");
    if (character !== null && !optional) text += character;
    else if (!isAnchor(token, index, tokens.length)) exact = false;
  }
  return { text, exact, never: tokens.some((token, index) => token === "$" && continues(tokens, index)) };
}

/** Returns the character that a token stands for, or null if it stands for several. */
function literal(token: string): string | null {
  if (token.length === 1) return /[.*+?()|^$]/.test(token) ? null : token;
  return /^\\[^A-Za-z0-9]$/.test(token) ? token.slice(1) : null;
}

function isAnchor(token: string, index: number, length: number): boolean {
  return (token === "^" && index === 0) || (token === "$" && index === length - 1);
}

/** Whether a character must follow the end of the text. */
function continues(tokens: readonly string[], end: number): boolean {
  const [next = "", quantifier = ""] = tokens.slice(end + 1, end + 3);
  return /^(?:\w|\{)$/.test(next) && !/^[?*]/.test(quantifier);
}
