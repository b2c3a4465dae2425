import type { Span } from "../ast";
import type { Token } from "../lexer";
import {
  type Explanation,
  fragment,
  insert,
  isSymbol,
  quotedText,
  remove,
  replace,
  type Situation,
  token,
} from "./situation";

/** The characters of a value without quotes. */
const BARE = /[^\s"'`,|{}()[\]=!<>]+/y;

function bareAt(text: string, from: number): Span | null {
  BARE.lastIndex = from;
  return BARE.test(text) ? { from, to: BARE.lastIndex } : null;
}

const BEFORE_VALUE = ["=", "!=", "=~", "!~", "==", "|=", "|~", "|>", "!>"];

/** A regular expression between slashes, and words with bars between them. */
const SLASHES = /\/((?:[^/\n\\]|\\.)+)\/[a-z]*/y;
const ALTERNATIVES = /[\w.-]+(?:\|[\w.-]+)+/y;
/** Everything up to the next part of a pipeline. */
const WORDS = /[^|[\](){}"`\n]*[^|[\](){}"`\s]/y;

interface Value extends Span {
  readonly text: string;
  readonly pattern: boolean;
}

function valueAt(text: string, from: number, isLine: boolean): Value | null {
  SLASHES.lastIndex = from;
  const [slashes, inside] = SLASHES.exec(text) ?? [];
  if (slashes !== undefined && inside !== undefined)
    return { from, to: from + slashes.length, text: inside, pattern: true };
  ALTERNATIVES.lastIndex = from;
  const [words] = isLine ? [] : (ALTERNATIVES.exec(text) ?? []);
  if (words !== undefined) return { from, to: from + words.length, text: words, pattern: true };
  WORDS.lastIndex = from;
  const bare = isLine && WORDS.test(text) ? { from, to: WORDS.lastIndex } : bareAt(text, from);
  return bare === null ? null : { ...bare, text: text.slice(bare.from, bare.to), pattern: false };
}

/** The operator that compares the value, which may be a pattern. */
function operatorFor({ pattern }: Value, { value, text }: Token, isLine: boolean): string {
  if (pattern) return `${value.includes("!") ? "!" : isLine ? "|" : "="}~`;
  return value === "==" && !isLine ? "=" : text;
}

/** {namespace=web}, | level = error, |= error */
export function unquotedValue(situation: Situation): Explanation | null {
  const { text } = situation;
  // The parser stops at an operator for strings if no string follows.
  const ahead = isSymbol(token(situation), "=~", "!~") ? 1 : 0;
  const [label, operator, here] = [-2, -1, 0].map((step) => token(situation, step + ahead));
  if (label === undefined || operator === undefined || here === undefined) return null;
  if (!BEFORE_VALUE.includes(operator.value) || here.kind === "string" || here.kind === "end") return null;
  const isLine = label.kind !== "identifier";
  const value = valueAt(text, here.from, isLine);
  if (value === null) return null;
  // A value that lacks one of its quotes.
  const half = text[value.to] === '"' && !/^[^"\n]*"/.test(text.slice(value.to + 1)) ? 1 : 0;
  const meant = quotedText(/^(?:null|nil|none)$/i.test(value.text) ? "" : value.text);
  const edits = [
    replace({ from: value.from, to: value.to + half }, meant),
    replace(operator, operatorFor(value, operator, isLine)),
  ];
  const remedy = `write ${fragment(text, { from: isLine ? operator.from : label.from, to: value.to + half }, edits)}`;
  const got = `${fragment(text, value)} without quotes`;
  return {
    span: { from: value.from, to: value.to },
    got,
    expected: "a string in double quotes or backticks",
    remedy,
    edits,
  };
}

/** rate(namespace="web"}[5m]), namespace="web" |= "x" */
export function matchersWithoutBraces(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const here = token(situation);
  if (here.kind !== "identifier" || !isSymbol(token(situation, 1), "=", "!=", "=~", "!~")) return null;
  let end = at + 2;
  while (isSymbol(tokens[end + 1] ?? here, ",") && tokens[end + 2]?.kind === "identifier") end += 4;
  const last = tokens[end];
  const after = tokens[end + 1];
  if (last?.kind !== "string" || after === undefined) return null;
  const span = { from: here.from, to: last.to };
  const close = isSymbol(after, "}") ? [] : [insert(last.to, "}")];
  const remedy = `write {${fragment(text, span)}}`;
  return {
    span,
    got: "matchers without braces",
    expected: "a selector in braces",
    remedy,
    edits: [insert(here.from, "{"), ...close],
  };
}

/** {namespace="a" and pod="b"}, {namespace="a" pod="b"}, {namespace="a"; pod="b"} */
export function joinedMatchers(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [before, here] = [token(situation, -1), token(situation)];
  if (before.kind !== "string" || tokens.slice(0, at).findLast((one) => isSymbol(one, "{", "}"))?.value !== "{")
    return null;
  if (here.text.toLowerCase() === "or") return alternatives(situation);
  const next = tokens.findIndex((one, index) => index >= at && !/^(?:and|[&;|+]|\|\|)$/i.test(one.text));
  const [matcher, operator] = [tokens[next], tokens[next + 1]];
  if (matcher?.kind !== "identifier" || operator === undefined) return null;
  if (!isSymbol(operator, "=", "!=", "=~", "!~", "==")) return null;
  const words = fragment(text, { from: before.to, to: matcher.from });
  const edits = [replace({ from: before.to, to: matcher.from }, ", ")];
  const got = words === "" ? "two matchers without a comma" : `"${words}" between two matchers`;
  return {
    span: here,
    got,
    expected: "a comma, which means and",
    remedy: words === "" ? "write a comma between them" : `write a comma in place of "${words}"`,
    edits,
  };
}

function alternatives(situation: Situation): Explanation {
  const here = token(situation);
  const remedy =
    'write one matcher for several values of a label, such as {namespace=~"a|b"}, or join two queries with or';
  return { span: here, got: '"or" between two matchers', expected: "matchers that all apply", remedy, edits: null };
}

/** {namespace="a",} */
export function trailingComma(situation: Situation): Explanation | null {
  const [comma, here] = [token(situation, -1), token(situation)];
  if (!isSymbol(comma, ",") || !isSymbol(here, "}", ")")) return null;
  const edits = [remove(comma)];
  return { span: comma, got: `a comma before "${here.text}"`, expected: "nothing", remedy: "remove the comma", edits };
}

const NAME = /[\p{L}_][\p{L}\p{Nd}_]*(?:[-./][\p{L}\p{Nd}_]+)+/uy;

/** {k8s-app="a"}, | kubernetes.pod = "b" */
export function labelName(situation: Situation): Explanation | null {
  const { text } = situation;
  const label = token(situation, -1);
  if (label.kind !== "identifier" || !/^[-./]/.test(token(situation).text)) return null;
  NAME.lastIndex = label.from;
  const [name] = NAME.exec(text) ?? [];
  if (name === undefined) return null;
  const span = { from: label.from, to: label.from + name.length };
  const edits = [replace(span, name.replace(/[-./]/g, "_"))];
  const remedy = `write ${edits[0]?.text}: Loki replaces other characters by underscores`;
  return { span, got: `the label name ${name}`, expected: "letters, digits and underscores", remedy, edits };
}

/** {"namespace"="a"}, sum by ("namespace") */
export function quotedName(situation: Situation): Explanation | null {
  const here = token(situation);
  if (
    here.kind !== "string" ||
    !situation.expected.includes("label name") ||
    !/^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(here.value)
  )
    return null;
  const edits = situation.tokens
    .slice(situation.at)
    .filter((one, index) => one === here || (one.kind === "string" && isName(situation, situation.at + index)))
    .map((one) => replace(one, one.value));
  return {
    span: here,
    got: `the label ${here.text} in quotes`,
    expected: "a label name",
    remedy: `write ${here.value} without quotes`,
    edits,
  };
}

/** Whether a string stands where a name must stand: after a bracket or a comma, and not as a value. */
function isName({ tokens }: Situation, index: number): boolean {
  const [before, one] = [tokens[index - 1], tokens[index]];
  return before !== undefined && isSymbol(before, "(", "{", ",") && /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(one?.value ?? "");
}

/** | !level="a", | not level="a", !{…} */
export function negation(situation: Situation): Explanation | null {
  const { text } = situation;
  const start = [0, -1].find((distance) => /^(?:!|not)$/i.test(token(situation, distance).text));
  if (start === undefined) return null;
  const [not, label, operator, value] = [0, 1, 2, 3].map((step) => token(situation, start + step));
  if (not === undefined || label?.kind !== "identifier" || operator === undefined || value === undefined) return null;
  const opposite = {
    "=": "!=",
    "==": "!=",
    "=~": "!~",
    "!=": "=",
    "!~": "=~",
    ">": "<=",
    "<": ">=",
    ">=": "<",
    "<=": ">",
  }[operator.value];
  if (opposite === undefined) return null;
  const edits = [remove({ from: not.from, to: label.from }), replace(operator, opposite)];
  const remedy = `write ${fragment(text, { from: not.from, to: value.to }, edits)}`;
  return { span: not, got: `"${not.text}" before a label`, expected: "a negative operator", remedy, edits };
}

/** | level == "error" has its own mistake; this one is | status >= "500" */
export function quotedNumber(situation: Situation): Explanation | null {
  const [operator, here] = [token(situation, -1), token(situation)];
  if (!isSymbol(operator, ">", ">=", "<", "<=", "==", "+", "-", "*", "/") || here.kind !== "string") return null;
  if (!/^[-+]?[\d.]+[a-zA-Z]*$/.test(here.value)) return null;
  const edits = [replace(here, here.value)];
  return {
    span: here,
    got: `the number ${here.text} in quotes`,
    expected: "a number",
    remedy: `write ${here.value} without quotes`,
    edits,
  };
}

/** "web” or "web: a string whose quote doesn't end */
export function openString(situation: Situation): Explanation | null {
  const { text } = situation;
  const here = token(situation);
  if (here.kind !== "string" || /^(["`]).*\1$/s.test(here.text)) return null;
  const bare = bareAt(text, here.from + 1);
  if (bare === null || here.text.startsWith("`") || text[bare.to - 1] === "\\") return null;
  const edits = [insert(bare.to, '"')];
  const remedy = `write ${text.slice(here.from, bare.to)}"`;
  return {
    span: { from: here.from, to: bare.to },
    got: "a string without an end",
    expected: "a quote at its end",
    remedy,
    edits,
  };
}
