import { closest, distance } from "fastest-levenshtein";
import { RANGE_FUNCTIONS, VECTOR_FUNCTIONS } from "../functions";
import type { Token } from "../lexer";
import {
  closerOf,
  closingIndex,
  type Explanation,
  fragment,
  insert,
  isSymbol,
  openBrackets,
  openingIndex,
  quotedText,
  remove,
  replace,
  type Situation,
  token,
} from "./situation";

/** A bracket that no other opens. */
export function extraCloser(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  const isCloser = isSymbol(here, ")", "}") || here.text === "]";
  if (!isCloser || openBrackets(tokens, at).length > 0) return null;
  const opener = { ")": "(", "}": "{", "]": "[" }[here.text] ?? "(";
  return {
    span: here,
    got: `"${here.text}" without its "${opener}"`,
    expected: "as many closing as opening brackets",
    remedy: `remove this "${here.text}"`,
    edits: [remove(here)],
  };
}

/** A bracket that is never closed. */
export function openBracket(situation: Situation): Explanation | null {
  const { tokens, at, text } = situation;
  const here = token(situation);
  const open = openBrackets(tokens, at);
  const innermost = open.at(-1);
  if (innermost === undefined) return null;
  const closers = here.kind === "end" ? open.toReversed().map(closerOf).join("") : closerOf(innermost);
  const end = here.kind === "end" ? text.trimEnd().length : here.from;
  const where = here.kind === "end" ? "at the end" : `before ${fragment(text, here)}`;
  const got = `"${innermost.text}" without its "${closerOf(innermost)}"`;
  return {
    span: innermost,
    got,
    expected: "as many closing as opening brackets",
    remedy: `add ${closers} ${where}`,
    edits: [insert(end, closers)],
  };
}

/** A query that ends with an operator or a bar. */
export function trailingOperator(situation: Situation): Explanation | null {
  const [last, here] = [token(situation, -1), token(situation)];
  if (
    last.kind !== "symbol" ||
    isSymbol(last, "(", ")", "{", "}") ||
    !(here.kind === "end" || isSymbol(here, ")") || here.kind === "range")
  )
    return null;
  const remedy = `write what follows "${last.text}", or remove it`;
  return {
    span: last,
    got: `nothing after "${last.text}"`,
    expected: situation.expected,
    remedy,
    edits: [remove(last)],
  };
}

const STAGES = [
  "json",
  "logfmt",
  "regexp",
  "pattern",
  "unpack",
  "line_format",
  "label_format",
  "decolorize",
  "drop",
  "keep",
  "unwrap",
];
const STAGE_ALIASES: Readonly<Record<string, string>> = {
  regex: "regexp",
  rename: "label_format",
  format: "line_format",
  linefmt: "line_format",
  remove: "drop",
  klogfmt: "logfmt",
};
const FILLERS = /^(?:where|filter|parse|select|with)$/i;

/** | jsno, | parse json, | where level="x", | json() */
export function unknownStage(situation: Situation): Explanation | null {
  const { tokens, at, text } = situation;
  const index = [at, at - 1].find(
    (one) => tokens[one]?.kind === "identifier" && isSymbol(tokens[one - 1] ?? token(situation), "|"),
  );
  const word = index === undefined ? undefined : tokens[index];
  if (index === undefined || word === undefined) return parenthesizedStage(situation);
  const name = word.text.toLowerCase();
  const next = tokens[index + 1];
  if (FILLERS.test(name) && next !== undefined) {
    return {
      span: word,
      got: `"${word.text}" after the bar`,
      expected: "a parser, a format or a condition",
      remedy: `write | ${next.text}`,
      edits: [remove({ from: word.from, to: next.from })],
    };
  }
  const near = STAGE_ALIASES[name] ?? closest(name, STAGES);
  // Two exchanged letters are two changes.
  const isTypo = name[0] === near[0] && distance(name, near) <= name.length / 2;
  if (STAGE_ALIASES[name] === undefined && !isTypo) return null;
  return {
    span: word,
    got: `an unknown stage "${fragment(text, word)}"`,
    expected: "a parser, a format or a condition",
    remedy: `did you mean "${near}"?`,
    edits: [replace(word, near)],
  };
}

/** | json unwrap duration: a stage without its bar */
export function missingBar(situation: Situation): Explanation | null {
  const here = token(situation);
  if (here.kind !== "symbol" || !STAGES.includes(here.value) || isSymbol(token(situation, -1), "|")) return null;
  return {
    span: here,
    got: `${here.text} without its bar`,
    expected: '"|" before each stage',
    remedy: `write | ${here.text}`,
    edits: [insert(here.from, "| ")],
  };
}

/** > 5, |= "x": a query that starts in its middle */
export function missingStart(situation: Situation): Explanation | null {
  const here = token(situation);
  if (situation.at !== 0 || here.kind !== "symbol" || isSymbol(here, "(", ")", "}")) return null;
  if (isSymbol(here, "-", "+")) {
    const edits = [insert(here.from, "0 ")];
    return {
      span: here,
      got: `the sign "${here.text}" before a query`,
      expected: situation.expected,
      remedy: `write 0 ${here.text} …`,
      edits,
    };
  }
  const isStage = isSymbol(here, "|", "|=", "!=", "|~", "!~", "|>", "!>");
  const remedy = isStage
    ? `write a selector before it, such as {namespace="web"} ${here.text} …`
    : `write a query before it, such as sum(count_over_time({namespace="web"} [5m])) ${here.text} …`;
  return { span: here, got: `"${here.text}" at the start`, expected: situation.expected, remedy, edits: null };
}

const FUNCTIONS: readonly string[] = [...RANGE_FUNCTIONS, ...VECTOR_FUNCTIONS];

/** sum rate({…}[5m]), sum by (pod) rate({…}[5m]), rate {…}[5m] */
export function missingParentheses(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  const isName = here.kind === "identifier" && FUNCTIONS.includes(here.text.toLowerCase());
  const argument = isName ? token(situation, 1) : here;
  if (!isName && situation.expected !== '"("') return null;
  if (isName && argument.kind !== "function" && !isSymbol(argument, "{")) return missingArgument(here);
  const end = argumentEnd(tokens, argument);
  if (end === null) return null;
  const name = isName ? here : tokens.slice(0, at).findLast(({ kind }) => kind === "function");
  return {
    span: here,
    got: `${name?.text ?? "an aggregation"} without parentheses`,
    expected: "the argument in parentheses",
    remedy: `write ${name?.text ?? ""} (${argument.text}…)`,
    edits: [insert(argument.from, "("), insert(end, ")")],
  };
}

function missingArgument(name: Token): Explanation {
  const isOverLines = RANGE_FUNCTIONS.some((known) => known === name.text.toLowerCase());
  return {
    span: name,
    got: `${name.text} without parentheses`,
    expected: "the argument in parentheses",
    remedy: `write ${name.text}(${isOverLines ? "{…} [5m]" : "…"})`,
    edits: null,
  };
}

/** The end of a call, or of a selector with its range; null if it isn't closed. */
function argumentEnd(tokens: readonly Token[], argument: Token): number | null {
  const isCall = argument.kind === "function";
  const start = tokens.indexOf(argument);
  const open = isCall ? tokens.findIndex((one, index) => index > start && isSymbol(one, "(")) : start;
  const close = isCall || isSymbol(argument, "{") ? closingIndex(tokens, open) : null;
  if (close === null) return null;
  const after = tokens[close + 1];
  const last = !isCall && after?.kind === "range" ? after : tokens[close];
  return last?.to ?? argument.to;
}

/** sum_over_time(rate({…}[5m])[1h]): a function where lines must stand */
export function nestedRange(situation: Situation): Explanation | null {
  const here = token(situation);
  if (here.kind !== "function" || situation.expected !== "a selector in braces") return null;
  const outer = situation.tokens.slice(0, situation.at).findLast(({ kind }) => kind === "function");
  const got = `${here.text} inside ${outer?.text ?? "a function over lines"}`;
  const remedy = `remove ${outer?.text ?? "the outer function"}: LogQL has no subqueries`;
  return { span: here, got, expected: "a selector in braces", remedy, edits: null };
}

/** … / group_left on (pod) … */
export function groupBeforeOn(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [group, on] = [token(situation), token(situation, 1)];
  if (!isSymbol(group, "group_left", "group_right") || !isSymbol(on, "on", "ignoring")) return null;
  const close = closingIndex(tokens, at + 2);
  const end = close === null ? undefined : tokens[close];
  if (end === undefined) return null;
  const span = { from: group.from, to: end.to };
  const edits = [replace(span, `${text.slice(on.from, end.to)} ${group.text}`)];
  return {
    span,
    got: `${group.text} before ${on.text}`,
    expected: `${on.text} (…) first`,
    remedy: `write ${edits[0]?.text}`,
    edits,
  };
}

/** … > 5 for 5m, expr: sum(…): fields of the rule in its query */
export function ruleField(situation: Situation): Explanation | null {
  const [key] = /^\s*expr\s*:\s*/.exec(situation.text) ?? [];
  if (key !== undefined) {
    const span = { from: 0, to: key.length };
    return {
      span,
      got: '"expr:" in the query',
      expected: situation.expected,
      remedy: "remove it",
      edits: [remove(span)],
    };
  }
  const [word, duration] = [token(situation), token(situation, 1)];
  if (!/^for$/i.test(word.text) || duration.kind !== "duration") return null;
  const span = { from: word.from, to: duration.to };
  const remedy = `remove it, and write for: ${duration.text} beside expr`;
  return {
    span,
    got: `"${word.text} ${duration.text}" in the query`,
    expected: "the end of the query",
    remedy,
    edits: [remove(span)],
  };
}

/** "sum(…) > 5": a query in quotes */
export function quotedQuery(situation: Situation): Explanation | null {
  const here = token(situation);
  if (situation.at !== 0 || here.kind !== "string" || token(situation, 1).kind !== "end") return null;
  const edits = [replace(here, here.value)];
  return {
    span: here,
    got: "the whole query as a string",
    expected: situation.expected,
    remedy: "remove the quotes around it",
    edits,
  };
}

/** vector(-1) */
export function negativeVector(situation: Situation): Explanation | null {
  const [name, sign, number, close] = [-2, 0, 1, 2].map((step) => token(situation, step));
  if (name?.value !== "vector" || sign?.text !== "-" || number?.kind !== "number" || close === undefined) return null;
  const span = { from: name.from, to: close.to };
  const instead = `(vector(0) - ${number.text})`;
  return {
    span,
    got: "a negative vector",
    expected: "a number without a sign",
    remedy: `write ${instead}`,
    edits: [replace(span, instead)],
  };
}

/** label_replace(…, "x", "$1", "y"): too few arguments */
export function replaceArguments(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  const close = tokens[openingIndex(tokens, at) ?? -1];
  const name = close === undefined ? undefined : tokens[tokens.indexOf(close) - 1];
  if (!isSymbol(here, ")") || name?.value !== "label_replace") return null;
  const remedy = 'write label_replace(…, "target", "$1", "source", "(.*)")';
  return {
    span: here,
    got: "label_replace with too few arguments",
    expected: "a metric and four strings",
    remedy,
    edits: null,
  };
}

/** | json() */
function parenthesizedStage(situation: Situation): Explanation | null {
  const [word, open, close] = [token(situation, -1), token(situation), token(situation, 1)];
  if (!isSymbol(open, "(") || !isSymbol(close, ")") || !STAGES.includes(word.value)) return null;
  const span = { from: open.from, to: close.to };
  return {
    span,
    got: `parentheses after ${word.text}`,
    expected: "the next stage",
    remedy: `write | ${word.text}`,
    edits: [remove(span)],
  };
}

/** | line_format {{.msg}}, | label_format a={{.b}} */
export function unquotedTemplate(situation: Situation): Explanation | null {
  const { text } = situation;
  const here = token(situation);
  const [template] = /^\{\{.*?\}\}(?:[^\s|,[]*\{\{.*?\}\})*/s.exec(text.slice(here.from)) ?? [];
  if (template === undefined) return null;
  const span = { from: here.from, to: here.from + template.length };
  const edits = [replace(span, quotedText(template))];
  return {
    span,
    got: "a template without quotes",
    expected: "a string in double quotes or backticks",
    remedy: `write ${edits[0]?.text}`,
    edits,
  };
}
