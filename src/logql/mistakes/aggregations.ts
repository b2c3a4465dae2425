import { RANGE_FUNCTIONS, VECTOR_FUNCTIONS } from "../functions";
import type { Token } from "../lexer";
import { byteCount, goDuration, prometheusDuration } from "../literals";
import {
  closingIndex,
  type Explanation,
  fragment,
  insert,
  isSymbol,
  openingIndex,
  remove,
  replace,
  type Situation,
  token,
} from "./situation";

const FUNCTIONS: readonly string[] = [...RANGE_FUNCTIONS, ...VECTOR_FUNCTIONS];

/** sum by namespace (…), sum(…) by namespace, sum by [namespace] (…), on namespace */
export function bareLabels(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const word = [at, at - 1, at + 1].find((index) =>
    isSymbol(tokens[index] ?? token(situation), "by", "without", "on", "ignoring", "group_left", "group_right"),
  );
  if (word === undefined) return null;
  const [keyword, first] = [tokens[word], tokens[word + 1]];
  if (keyword === undefined || first === undefined || isSymbol(first, "(")) return null;
  const names = labelsFrom(tokens, word + 1, text);
  if (names === null) return null;
  const span = { from: keyword.from, to: names.to };
  const edits = [
    replace(
      { from: first.from, to: names.to },
      `(${names.labels.join(", ")})${/^\w/.test(text.slice(names.to)) ? " " : ""}`,
    ),
  ];
  const remedy = `write ${fragment(text, span, edits)}`;
  return { span, got: `${fragment(text, span)} without parentheses`, expected: `"${keyword.text} (…)"`, remedy, edits };
}

/** Returns the labels from an index, and where their list ends. They may be in braces, brackets or quotes. */
function labelsFrom(
  tokens: readonly Token[],
  index: number,
  text: string,
): { readonly labels: readonly string[]; readonly to: number } | null {
  const [bracketed, inside] = /^[[{]\s*([\w\s,"']+?)\s*[\]}]/.exec(text.slice(tokens[index]?.from ?? 0)) ?? [];
  if (bracketed !== undefined && inside !== undefined) {
    return {
      labels: inside.split(/[\s,"']+/).filter((name) => name !== ""),
      to: (tokens[index]?.from ?? 0) + bracketed.length,
    };
  }
  const labels: string[] = [];
  let to = 0;
  for (let at = index; ; at += 2) {
    const name = tokens[at];
    if (name === undefined || !(name.kind === "identifier" || name.kind === "string") || FUNCTIONS.includes(name.text))
      break;
    labels.push(name.kind === "string" ? name.value : name.text);
    to = name.to;
    if (!isSymbol(tokens[at + 1] ?? name, ",")) break;
  }
  return labels.length === 0 ? null : { labels, to };
}

/** sum(rate({…}[5m]) by (namespace)): a grouping inside the parentheses */
export function innerGrouping(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [by, open] = [token(situation), token(situation, 1)];
  if (!isSymbol(by, "by", "without") || !isSymbol(open, "(")) return null;
  const end = closingIndex(tokens, at + 1);
  const outer = end === null ? undefined : tokens[end + 1];
  if (end === null || outer === undefined || !isSymbol(outer, ")")) return null;
  const span = { from: by.from, to: tokens[end]?.to ?? open.to };
  const edits = [remove(span), insert(outer.to, ` ${text.slice(span.from, span.to)}`)];
  const grouping = fragment(text, span);
  return {
    span,
    got: `${grouping} inside the parentheses`,
    expected: "the grouping after the parentheses",
    remedy: `write ") ${grouping}" in place of "${grouping})"`,
    edits,
  };
}

/** topk(sum(…), 5), quantile_over_time({…}[5m], 0.95): the number after the series */
export function lateParameter(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const [comma, number, close] = [token(situation), token(situation, 1), token(situation, 2)];
  if (!isSymbol(comma, ",") || number.kind !== "number" || !isSymbol(close, ")")) return null;
  const open = openingIndex(tokens, at + 2);
  const first = open === null ? undefined : tokens[open];
  const name = tokens.slice(0, open ?? 0).findLast(({ kind }) => kind === "function");
  if (name?.kind !== "function" || first === undefined) return null;
  const edits = [remove({ from: comma.from, to: number.to }), insert(first.to, `${number.text}, `)];
  const remedy = `write ${name.text}(${number.text}, ${text.slice(first.to, first.to + 1) === "{" ? "{…}" : "…"})`;
  return {
    span: number,
    got: `${number.text} as the last argument of ${name.text}`,
    expected: "the number first",
    remedy,
    edits,
  };
}

/** topk(5 sum(…)), topk 5 (…), topk("5", …) */
export function parameterForm(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const index = [at - 1, at, at + 1].find((one) => /^"?[\d.]+"?$/.test(tokens[one]?.text ?? ""));
  const number = index === undefined ? undefined : tokens[index];
  if (index === undefined || number === undefined) return null;
  const [before, previous, next] = [tokens[index - 2], tokens[index - 1], tokens[index + 1]];
  if (next === undefined || previous === undefined) return null;
  if (/^(?:topk|bottomk|approx_topk)$/i.test(previous.text) && isSymbol(next, "(")) {
    const edits = [remove(number), insert(next.to, `${number.value}, `)];
    return {
      span: number,
      got: `${number.text} before the parenthesis`,
      expected: "the number as the first argument",
      remedy: `write ${previous.text}(${number.value}, …)`,
      edits,
    };
  }
  if (before?.kind !== "function" || !isSymbol(previous, "(")) return null;
  const quoted = number.kind === "string" ? [replace(number, number.value)] : [];
  const edits = isSymbol(next, ",") ? quoted : [...quoted, insert(number.to, ",")];
  if (edits.length === 0) return null;
  return {
    span: number,
    got: `${number.text} as the first argument of ${before.text}`,
    expected: "a number and a comma",
    remedy: `write ${before.text}(${number.value}, …)`,
    edits,
  };
}

const COMPARISONS: Readonly<Record<string, string>> = {
  "=": "==",
  "===": "==",
  "=>": ">=",
  "=<": "<=",
  "<>": "!=",
  "=!": "!=",
  ">>": ">",
  "<<": "<",
  "=~": "==",
  "=>=": ">=",
  ">==": ">=",
  "<==": "<=",
  "> =": ">=",
  "< =": "<=",
  "! =": "!=",
};

/** … = 5, … => 5, … <> 5 between numbers */
export function comparison(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const last = [at + 1, at, at - 1]
    .map((index) => tokens[index])
    .filter((one) => one !== undefined && /^[=!<>]+~?$/.test(one.text));
  const [from, to] = [last.at(-1)?.from, last[0]?.to];
  if (from === undefined || to === undefined) return null;
  const written = fragment(text, { from, to });
  const instead = COMPARISONS[written];
  const before = tokens[tokens.findIndex((one) => one.from === from) - 1];
  if (instead === undefined || before === undefined || !(isSymbol(before, ")") || before.kind === "number"))
    return null;
  const edits = [replace({ from, to }, instead)];
  return {
    span: { from, to },
    got: `the operator "${written}"`,
    expected: "one of ==, !=, >, >=, <, <=",
    remedy: `write ${instead}`,
    edits,
  };
}

/** … > 5s, … > 10MB, … > 5%, … > 1,000: a threshold with a unit */
export function threshold(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const index = [at, at - 1, at - 2].find((one) =>
    isSymbol(tokens[one - 1] ?? token(situation), ">", ">=", "<", "<=", "==", "!=", "+", "-", "*", "/"),
  );
  const here = index === undefined ? undefined : tokens[index];
  if (here === undefined) return null;
  const [written = ""] = /^\d[\w.,µ]*%?/.exec(text.slice(here.from)) ?? [];
  const instead = plainNumber(written);
  if (instead === null) return null;
  const span = { from: here.from, to: here.from + written.length };
  return {
    span,
    got: `the number ${written}`,
    expected: "a number without a unit",
    remedy: `write ${instead}`,
    edits: [replace(span, instead)],
  };
}

function plainNumber(written: string): string | null {
  if (/^\d{1,3}(?:,\d{3})+$/.test(written)) return written.replaceAll(",", "");
  if (/^[\d.]+%$/.test(written)) return `${Number(written.slice(0, -1)) / 100}`;
  const duration = prometheusDuration(written) ?? goDuration(written);
  if (duration !== null && /[a-zµ]$/.test(written)) return `${duration / 1000}`;
  const bytes = /^[\d.]+[a-zA-Z]+$/.test(written) ? byteCount(written) : null;
  return bytes === null ? null : `${bytes}`;
}
