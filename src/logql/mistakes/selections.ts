import type { Token } from "../lexer";
import { escapedPattern } from "../patterns";
import { bareRange } from "./ranges";
import {
  closingIndex,
  type Explanation,
  fragment,
  insert,
  isSymbol,
  quotedText,
  replace,
  type Situation,
  token,
} from "./situation";

/** sum({…}), {…} > 5: lines where numbers must stand */
export function linesAsNumbers(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  if (situation.expected !== "numbers, such as a function over a log range") return null;
  const open = tokens[at];
  const close = open === undefined || !isSymbol(open, "{") ? null : closingIndex(tokens, at);
  if (open === undefined || close === null) return null;
  const end = selectionEnd(tokens, close);
  const joined = tokens[end];
  if (joined !== undefined && isSymbol(joined, "or", "and", "unless")) return joinedSelectors(situation, joined);
  if (joined?.kind === "range") return bareRange({ ...situation, at: end });
  const span = { from: open.from, to: tokens[end - 1]?.to ?? open.to };
  const before = tokens[at - 2];
  // count({…}) means the number of lines.
  const counts = before?.kind === "function" && /^count$/i.test(before.text);
  const edits = counts
    ? [replace(before, "sum"), insert(span.from, "count_over_time("), insert(span.to, " [5m])")]
    : [insert(span.from, "count_over_time("), insert(span.to, " [5m])")];
  const remedy = `count them over a range: ${counts ? "sum(" : ""}count_over_time(${fragment(text, span)} [5m])${counts ? ")" : ""}`;
  return { span, got: "log lines", expected: situation.expected, remedy, edits };
}

/** Returns the index of the token after the pipeline. */
function selectionEnd(tokens: readonly Token[], close: number): number {
  let depth = 0;
  for (let index = close + 1; index < tokens.length; index += 1) {
    const one = tokens[index];
    if (one === undefined || one.kind === "end" || one.kind === "range") return index;
    if (isSymbol(one, "(")) depth += 1;
    if (isSymbol(one, ")") && depth === 0) return index;
    if (isSymbol(one, ")")) depth -= 1;
    if (depth > 0) continue;
    if (isSymbol(one, ",", "+", "-", "*", "/", "unless")) return index;
    // "or" and comparisons may belong to a filter.
    const next = tokens[index + 1];
    if (isSymbol(one, "or", "and") && next !== undefined && isSymbol(next, "{", "(")) return index;
    if (isSymbol(one, ">", ">=", "<", "<=", "==") && tokens[index - 1]?.kind !== "identifier") return index;
  }
  return tokens.length - 1;
}

/** {app="a"} or {app="b"}, {app="a"} |= "x" or {app="b"} */
export function joinedQueries(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const index = [at, at - 1].find(
    (one) =>
      isSymbol(tokens[one] ?? token(situation), "or", "and", "unless") &&
      isSymbol(tokens[one + 1] ?? token(situation), "{"),
  );
  const word = index === undefined ? undefined : tokens[index];
  const start = index === undefined ? -1 : tokens.slice(0, index).findLastIndex((one) => isSymbol(one, "{"));
  return word === undefined || start < 0 ? null : joinedSelectors({ ...situation, at: start }, word);
}

/** {app="a"} or {app="b"} */
function joinedSelectors({ text, tokens, at }: Situation, word: Token): Explanation {
  const selector = /^\{\s*(\w+)\s*=\s*"([^"\\]*)"\s*\}$/;
  const close = tokens.findIndex((one, index) => index > at && isSymbol(one, "}"));
  const after = tokens.indexOf(word) + 1;
  const end = tokens.findIndex((one, index) => index > after && isSymbol(one, "}"));
  const [, label, value] = selector.exec(text.slice(tokens[at]?.from, tokens[close]?.to)) ?? [];
  const [, other, second] = selector.exec(text.slice(tokens[after]?.from, tokens[end]?.to)) ?? [];
  const got = `"${word.text}" between two selections of lines`;
  if (label === undefined || label !== other || !isSymbol(word, "or")) {
    const remedy = `count both: sum(count_over_time({…} [5m])) ${word.text} sum(count_over_time({…} [5m]))`;
    return { span: word, got, expected: "numbers on both sides", remedy, edits: null };
  }
  const pattern = quotedText([value, second].map((part) => escapedPattern(part ?? "")).join("|"));
  const span = { from: tokens[at]?.from ?? 0, to: tokens[end]?.to ?? word.to };
  const edits = [replace(span, `{${label}=~${pattern}}`)];
  return { span: word, got, expected: "one selector for both", remedy: `write {${label}=~${pattern}}`, edits };
}
