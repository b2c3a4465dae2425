import type { Span } from "../ast";
import type { Token } from "../lexer";
import { escapedPattern } from "../patterns";
import {
  closingIndex,
  type Edit,
  type Explanation,
  fragment,
  inBackticks,
  isSymbol,
  quotedText,
  remove,
  replace,
  type Situation,
  token,
} from "./situation";

const LINE_FILTER = ["|=", "!=", "|~", "!~", "|>", "!>"];

/** |= "a" or |= "b", |= "a" and |= "b", |= "a" || |= "b" */
export function repeatedOperator(situation: Situation): Explanation | null {
  const { text, tokens } = situation;
  const index = LINE_FILTER.includes(token(situation).value) ? situation.at : nextOperator(situation);
  const operator = index === null ? undefined : tokens[index];
  const string = index === null ? undefined : tokens[index + 1];
  const before = index === null ? null : joinBefore(tokens, index);
  if (operator === undefined || before === null || string?.kind !== "string") return null;
  const { join, filter, value } = before;
  const span = { from: filter.from, to: string.to };
  const got = `"${operator.text}" after "${fragment(text, join)}"`;
  if (filter.value.startsWith("!") || join.and) {
    const edits = [remove({ from: join.from, to: operator.from }), ...inBackticks(tokens, span)];
    const why = filter.value.startsWith("!") ? " to exclude both" : "";
    const expected = "one filter after the other";
    return { span: operator, got, expected, remedy: `write ${fragment(text, span, edits)}${why}`, edits };
  }
  const expected = "an operator before the first text only";
  if (filter.value === operator.value) {
    const more = moreAlternatives(tokens, index ?? 0);
    const span = { from: filter.from, to: more.to };
    const edits = [replace({ from: join.from, to: string.from }, "or "), ...more.edits, ...inBackticks(tokens, span)];
    return { span: operator, got, expected, remedy: `write ${fragment(text, span, edits)}`, edits };
  }
  if (operator.value.startsWith("!")) return null;
  const edits = [replace(span, `|~ ${quotedText([pattern(filter, value), pattern(operator, string)].join("|"))}`)];
  return {
    span: operator,
    got,
    expected: "the same operator for both texts",
    remedy: `write ${edits[0]?.text}`,
    edits,
  };
}

interface Alternatives {
  readonly edits: readonly Edit[];
  /** The end of the last one. */
  readonly to: number;
}

/** The edits for further alternatives: … or |= "c" or |= "d" */
function moreAlternatives(tokens: readonly Token[], operator: number): Alternatives {
  const edits: Edit[] = [];
  let to = tokens[operator + 1]?.to ?? 0;
  for (let at = operator + 2; ; at += 3) {
    const [or, next, string] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    if (or === undefined || string?.kind !== "string") return { edits, to };
    if (!isSymbol(or, "or") || next?.value !== tokens[operator]?.value) return { edits, to };
    edits.push(replace({ from: or.from, to: string.from }, "or "));
    to = string.to;
  }
}

function nextOperator({ tokens, at }: Situation): number | null {
  const index = [at + 1, at + 2].find((candidate) => LINE_FILTER.includes(tokens[candidate]?.value ?? ""));
  return index ?? null;
}

interface Joined {
  readonly filter: Token;
  readonly value: Token;
  readonly join: Span & { readonly and: boolean };
}

/** Returns the line filter and the "or" or "and" before an operator. */
function joinBefore(tokens: readonly Token[], operator: number): Joined | null {
  let at = operator - 1;
  while (at >= 0 && /^(?:or|and|[|&])$/i.test(tokens[at]?.text ?? "")) at -= 1;
  const [filter, value, first, last] = [tokens[at - 1], tokens[at], tokens[at + 1], tokens[operator - 1]];
  if (value?.kind !== "string" || filter === undefined || first === undefined || last === undefined) return null;
  if (at === operator - 1 || !LINE_FILTER.includes(filter.value)) return null;
  return { filter, value, join: { from: first.from, to: last.to, and: /^(?:and|&)$/i.test(first.text) } };
}

function pattern(operator: Token, { value }: Token): string {
  return operator.value === "|~" ? value : escapedPattern(value);
}

/** |= "a" and "b", |= "a", "b", |= "a" "b", |= "a" || "b" */
export function secondText(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [filter, first, here] = [token(situation, -2), token(situation, -1), token(situation)];
  if (!LINE_FILTER.includes(filter.value) || first.kind !== "string") return null;
  const next = tokens.findIndex((one, index) => index >= at && !/^(?:and|[|&,])$/i.test(one.text));
  const second = tokens[next];
  if (second?.kind !== "string") return null;
  const words = fragment(text, { from: first.to, to: second.from });
  const both = /^(?:and|&)/i.test(words) || filter.value.startsWith("!");
  const instead = both ? ` ${filter.text} ` : " or ";
  const span = { from: filter.from, to: second.to };
  const edits = [replace({ from: first.to, to: second.from }, instead), ...inBackticks(tokens, span)];
  const got = words === "" ? "two texts after one operator" : `"${words}" between two texts`;
  const remedy = `write ${fragment(text, span, edits)}`;
  return {
    span: { from: here.from, to: second.to },
    got,
    expected: 'the next filter, or "or" and a text',
    remedy,
    edits,
  };
}

const FILTER_WORDS: Readonly<Record<string, string>> = {
  contains: "|=",
  grep: "|=",
  egrep: "|~",
  filter: "|=",
  search: "|=",
  match: "|~",
  matches: "|~",
  like: "|~",
  has: "|=",
  exclude: "!=",
};

/** {…} contains "x", {…} | grep "x" */
export function filterWord(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const index = [at, at - 1].find((one) => Object.hasOwn(FILTER_WORDS, tokens[one]?.text.toLowerCase() ?? ""));
  const [bar, word, value] = [-1, 0, 1].map((step) => (index === undefined ? undefined : tokens[index + step]));
  const operator = FILTER_WORDS[word?.text.toLowerCase() ?? ""];
  if (bar === undefined || word === undefined || operator === undefined || value?.kind !== "string") return null;
  if (bar.kind === "identifier") return null;
  const from = isSymbol(bar, "|") ? bar.from : word.from;
  const edits = [replace({ from, to: word.to }, operator)];
  const remedy = `write ${fragment(text, { from, to: value.to }, edits)}`;
  return { span: word, got: `"${word.text}"`, expected: "an operator for lines: |=, !=, |~ or !~", remedy, edits };
}

/** |= ("a" or "b") */
export function parenthesizedTexts(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [operator, open] = [token(situation, -1), token(situation)];
  if (!LINE_FILTER.includes(operator.value) || !isSymbol(open, "(")) return null;
  const index = closingIndex(tokens, at);
  const close = index === null ? undefined : tokens[index];
  if (close === undefined) return null;
  const span = { from: operator.from, to: close.to };
  const edits = [remove(open), remove(close), ...inBackticks(tokens, span)];
  const remedy = `write ${fragment(text, span, edits)}`;
  return { span: open, got: "texts in parentheses", expected: "texts joined by or", remedy, edits };
}

/** {…} | "error", {…} "error", {…} | error */
export function bareText(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const index = [at, at - 1].find((one) => tokens[one]?.kind === "string" || isWordAfterBar(tokens, one));
  const word = index === undefined ? undefined : tokens[index];
  const before = index === undefined ? undefined : tokens[index - 1];
  if (word === undefined || before === undefined || !(isSymbol(before, "|", "}") || before.kind === "string"))
    return null;
  const span = { from: isSymbol(before, "|") ? before.from : word.from, to: word.to };
  const edits = [replace(span, `|= ${word.kind === "string" ? word.text : quotedText(word.text)}`)];
  const remedy = `write ${edits[0]?.text} to find this text in the lines`;
  return { span, got: fragment(text, span), expected: "an operator before the text: |=, !=, |~ or !~", remedy, edits };
}

function isWordAfterBar(tokens: readonly Token[], index: number): boolean {
  const [bar, word, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (bar === undefined || word?.kind !== "identifier" || next === undefined || !isSymbol(bar, "|")) return false;
  return next.kind === "range" || next.kind === "end" || isSymbol(next, "|", "|=", "|~", ")");
}
