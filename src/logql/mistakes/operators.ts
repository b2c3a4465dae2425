import type { Span } from "../ast";
import type { Token } from "../lexer";
import { escapedPattern } from "../patterns";
import { type Explanation, fragment, isSymbol, quotedText, replace, type Situation, token } from "./situation";

/** Operators of other languages, and LogQL's with their characters swapped, between a label and its value. */
const LABEL_OPERATORS: Readonly<Record<string, string>> = {
  "==": "=",
  "===": "=",
  ":": "=",
  ":=": "=",
  "=:": "=",
  "=>": "=",
  "->": "=",
  "=!": "!=",
  "!==": "!=",
  "!": "!=",
  "<>": "!=",
  "~": "=~",
  "~=": "=~",
  "~~": "=~",
  "=~=": "=~",
  "==~": "=~",
  "=~~": "=~",
  ":~": "=~",
  "!~=": "!~",
  "!=~": "!~",
  "=!~": "!~",
  "~!": "!~",
  "!~~": "!~",
};

const LINE_OPERATORS: Readonly<Record<string, string>> = {
  "|=~": "|~",
  "|~=": "|~",
  "|==": "|=",
  "|:": "|=",
  "=|": "|=",
  "~|": "|~",
  "|!=": "!=",
  "!|=": "!=",
  "|=!": "!=",
  "!==": "!=",
  "|!~": "!~",
  "!|~": "!~",
  "!~=": "!~",
  "!=~": "!~",
  "|!": "!=",
  "!|": "!=",
};

const CHARACTERS = /^[=!~:<>|-]+$/;

interface Run extends Span {
  readonly text: string;
  /** The index of its first token, and of the token after it. */
  readonly first: number;
  readonly end: number;
}

/** Returns the characters of operators around the token, or null. Spaces may separate "|" from "=". */
function operatorRun({ tokens, at }: Situation): Run | null {
  const isPart = (one: Token | undefined) => one !== undefined && one.kind !== "end" && CHARACTERS.test(one.text);
  const near = (one: Token | undefined, other: Token | undefined) =>
    one !== undefined && other !== undefined && other.from - one.to <= 1;
  let first = at;
  while (isPart(tokens[first - 1]) && (first === at || near(tokens[first - 1], tokens[first]))) first -= 1;
  let end = at;
  while (isPart(tokens[end])) end += 1;
  if (end === first) return null;
  const parts = tokens.slice(first, end);
  const [from = 0, to = 0] = [parts[0]?.from, parts.at(-1)?.to];
  return { from, to, text: parts.map((part) => part.text).join(""), first, end };
}

/** {namespace=="web"}, {namespace!~="web"}, | level: "error", | level == "error" */
export function labelOperator(situation: Situation): Explanation | null {
  const run = operatorRun(situation);
  const label = run === null ? undefined : situation.tokens[run.first - 1];
  if (run === null || label?.kind !== "identifier") return null;
  const instead = LABEL_OPERATORS[run.text];
  return instead === undefined
    ? null
    : operatorExplanation(situation, run, instead, "one of =, !=, =~, !~", label.from);
}

/** {…} |=~ "a", {…} | = "a" */
export function lineOperator(situation: Situation): Explanation | null {
  const run = operatorRun(situation);
  if (run === null || !/^[!|=~]/.test(run.text)) return null;
  const separated = run.to - run.from > run.text.length;
  const instead = LINE_OPERATORS[run.text] ?? (separated && /^(?:\|[=~]|![=~])$/.test(run.text) ? run.text : undefined);
  return instead === undefined ? null : operatorExplanation(situation, run, instead, "one of |=, !=, |~, !~", run.from);
}

function operatorExplanation(
  situation: Situation,
  run: Run,
  instead: string,
  expected: string,
  from: number,
): Explanation {
  const edits = [replace(run, instead)];
  const value = situation.tokens[run.end];
  const shown =
    value?.kind === "string" && /^["`]/.test(value.text)
      ? fragment(situation.text, { from, to: value.to }, edits)
      : instead;
  return {
    span: run,
    got: `the operator "${fragment(situation.text, run)}"`,
    expected,
    remedy: `write ${shown}`,
    edits,
  };
}

const WORD_OPERATORS: Readonly<Record<string, (value: string) => string>> = {
  contains: (value) => `=~ ${quotedText(`.*${escapedPattern(value)}.*`)}`,
  like: (value) => `=~ ${quotedText(`.*${escapedPattern(value).replaceAll("%", "")}.*`)}`,
  has: (value) => `=~ ${quotedText(`.*${escapedPattern(value)}.*`)}`,
  matches: (value) => `=~ ${quotedText(value)}`,
  is: (value) => `= ${quotedText(value)}`,
  equals: (value) => `= ${quotedText(value)}`,
  startswith: (value) => `=~ ${quotedText(`${escapedPattern(value)}.*`)}`,
  endswith: (value) => `=~ ${quotedText(`.*${escapedPattern(value)}`)}`,
};

/** {pod contains "web"}, | level in ("error", "warn"), | msg |= "x" */
export function wordOperator(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [label, word, value] = [token(situation, -1), token(situation), token(situation, 1)];
  const name = word.text.toLowerCase();
  if (label.kind !== "identifier") return null;
  if (name === "in") return listOperator(situation);
  const write =
    WORD_OPERATORS[name] ?? (isSymbol(word, "|=") && !inBraces(tokens, at) ? WORD_OPERATORS["contains"] : undefined);
  if (write === undefined || value.kind !== "string") return null;
  const edits = [replace({ from: word.from, to: value.to }, write(value.value))];
  const remedy = `write ${fragment(text, { from: label.from, to: value.to }, edits)}`;
  return {
    span: word,
    got: `the operator "${word.text}" after a label`,
    expected: "one of =, !=, =~, !~",
    remedy,
    edits,
  };
}

function inBraces(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).findLast((one) => isSymbol(one, "{", "}"))?.value === "{";
}

/** | level in ("error", "warn") */
function listOperator(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [label, word] = [token(situation, -1), token(situation)];
  const end = tokens.findIndex((one, index) => index > at && isSymbol(one, ")", "}"));
  const items = tokens.slice(at + 1, end).filter(({ kind }) => kind === "string" || kind === "number");
  if (end < 0 || items.length === 0) return null;
  const expression = quotedText(items.map(({ value }) => escapedPattern(value)).join("|"));
  const edits = [replace({ from: word.from, to: tokens[end]?.to ?? word.to }, `=~ ${expression}`)];
  const remedy = `write ${fragment(text, { from: label.from, to: tokens[end]?.to ?? word.to }, edits)}`;
  return { span: word, got: `"${word.text}" after a label`, expected: "one of =, !=, =~, !~", remedy, edits };
}

/** && and || between conditions, sides or filters; ! before a condition */
export function foreignLogic(situation: Situation): Explanation | null {
  const at =
    ["&", "|"].includes(token(situation, -1).text) && token(situation, -1).text === token(situation).text ? -1 : 0;
  const [first, second] = [token(situation, at), token(situation, at + 1)];
  if (first.text !== second.text || first.to !== second.from || !["&", "|"].includes(first.text)) return null;
  const instead = first.text === "&" ? "and" : "or";
  const span = { from: first.from, to: second.to };
  const edits = [replace(span, ` ${instead} `)];
  return { span, got: `"${first.text}${second.text}"`, expected: "and, or, unless", remedy: `write ${instead}`, edits };
}
