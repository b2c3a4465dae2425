import { escapedPattern } from "../patterns";
import {
  closingIndex,
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

/** | level="a" or "b", | level=("a" or "b"): several values of one label */
export function severalValues(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const isGroup = isSymbol(token(situation), "(");
  const start = isGroup ? at - 2 : at - 4;
  const [label, operator] = [tokens[start], tokens[start + 1]];
  if (label?.kind !== "identifier" || operator === undefined || !isSymbol(operator, "=", "=~")) return null;
  const end = isGroup ? closingIndex(tokens, at) : at;
  if (end === null) return null;
  const values = tokens.slice(start + 2, end + 1).filter(({ kind }) => kind === "string");
  const others = tokens
    .slice(start + 2, end + 1)
    .filter((one) => one.kind !== "string" && !isSymbol(one, "or", ",", "(", ")"));
  if (values.length < 2 || others.length > 0) return null;
  const pattern = values.map(({ value }) => (operator.value === "=" ? escapedPattern(value) : value)).join("|");
  const span = { from: operator.from, to: tokens[end]?.to ?? operator.to };
  const edits = [replace(span, `=~${quotedText(pattern)}`)];
  const remedy = `write ${fragment(text, { from: label.from, to: span.to }, edits)}`;
  return {
    span,
    got: "several values after one operator",
    expected: "one value, or a regular expression",
    remedy,
    edits,
  };
}

/** | json, level="x"; | level="a" | or level="b"; || json: a wrong sign between stages */
export function stageSeparator(situation: Situation): Explanation | null {
  const [before, here, next] = [token(situation, -1), token(situation), token(situation, 1)];
  if (isSymbol(here, "or", "and") && isSymbol(before, "|")) {
    const remedy = `remove the bar before ${here.text}`;
    return {
      span: before,
      got: `a bar before ${here.text}`,
      expected: "the bar only before a stage",
      remedy,
      edits: [remove(before)],
    };
  }
  if (isSymbol(here, "|") && isSymbol(before, "|") && before.to === here.from) {
    return {
      span: { from: before.from, to: here.to },
      got: '"||"',
      expected: '"|" before a stage',
      remedy: "write |",
      edits: [remove(here)],
    };
  }
  if (!isSymbol(here, ",", ";") || next.kind === "range") return null;
  const edits = [replace(here, isSymbol(next, "|") ? "" : " |")];
  return {
    span: here,
    got: `"${here.text}" after a stage`,
    expected: '"|" before each stage',
    remedy: `write | in place of "${here.text}"`,
    edits,
  };
}

/** | .level="a", | $.level="a" */
export function pathAsLabel(situation: Situation): Explanation | null {
  const dot = [0, 1].map((distance) => token(situation, distance)).find((one) => one.text === ".");
  const first = token(situation, token(situation, -1).text === "$" ? -1 : 0);
  const label = situation.tokens[situation.tokens.indexOf(dot ?? first) + 1];
  const before = situation.tokens[situation.tokens.indexOf(first) - 1];
  if (dot === undefined || before?.kind === "identifier" || label?.kind !== "identifier" || !/^[$.]$/.test(first.text))
    return null;
  const edits = [remove({ from: first.from, to: label.from })];
  return {
    span: { from: first.from, to: label.to },
    got: "a path in a condition",
    expected: "a label, which json extracts",
    remedy: `write ${label.text}`,
    edits,
  };
}

/** | duration > 5 s, | size > 5 MB: a space before the unit */
export function separatedUnit(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const index = [at, at - 1].find((one) => tokens[one]?.kind === "identifier" && tokens[one - 1]?.kind === "number");
  const [number, unit] = [tokens[(index ?? 0) - 1], tokens[index ?? -1]];
  if (number === undefined || unit === undefined) return null;
  if (/^xx?$/i.test(unit.text) && number.to === unit.from) return statusClass(situation, index ?? 0);
  const edits = [remove({ from: number.to, to: unit.from })];
  return {
    span: { from: number.from, to: unit.to },
    got: `${number.text} ${unit.text}`,
    expected: "a number with its unit",
    remedy: `write ${number.text}${unit.text}`,
    edits,
  };
}

/** | status = 5xx */
function statusClass({ text, tokens }: Situation, index: number): Explanation | null {
  const [label, operator, number, unit] = [-3, -2, -1, 0].map((step) => tokens[index + step]);
  if (label === undefined || operator === undefined || number === undefined || unit === undefined) return null;
  const edits = [replace({ from: operator.from, to: unit.to }, `=~"${number.text}${unit.text.replace(/x/gi, ".")}"`)];
  const remedy = `write ${fragment(text, { from: label.from, to: unit.to }, edits)}`;
  return {
    span: { from: number.from, to: unit.to },
    got: `${number.text}${unit.text}`,
    expected: "a number or a regular expression",
    remedy,
    edits,
  };
}

/** | unwrap duration | json, | unwrap(x) */
export function afterUnwrap(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  if (isSymbol(token(situation, -1), "unwrap") && isSymbol(here, "(")) {
    const close = closingIndex(tokens, at);
    const end = close === null ? undefined : tokens[close];
    const edits = end === undefined ? [] : [replace(here, " "), remove(end)];
    return {
      span: here,
      got: "parentheses after unwrap",
      expected: "a label name",
      remedy: `write unwrap ${token(situation, 1).text}`,
      edits,
    };
  }
  const unwrap = tokens.slice(0, at).findLastIndex((one) => isSymbol(one, "unwrap"));
  if (unwrap < 0 || here.kind !== "symbol" || !/^[a-z]/.test(here.value) || !isSymbol(token(situation, -1), "|"))
    return null;
  const remedy = `write | ${here.text} before | unwrap`;
  return { span: here, got: `${here.text} after unwrap`, expected: "unwrap as the last stage", remedy, edits: null };
}

/** {…} | count() > 5, {…} | count by (level): a function as a stage */
export function functionAsStage(situation: Situation): Explanation | null {
  const here = token(situation);
  if (here.kind !== "function" || !isSymbol(token(situation, -1), "|")) return null;
  const remedy = "call functions around the query: sum by (…) (count_over_time({…} [5m]))";
  return {
    span: here,
    got: `the function ${here.text} in a pipeline`,
    expected: situation.expected,
    remedy,
    edits: null,
  };
}

/** by (namespace pod), by (namespace; pod) */
export function missingComma(situation: Situation): Explanation | null {
  const [before, here, next] = [token(situation, -1), token(situation), token(situation, 1)];
  if (before.kind !== "identifier" || situation.expected !== '")"') return null;
  if (here.text === ";" && next.kind === "identifier") {
    return {
      span: here,
      got: '";" between two labels',
      expected: "a comma",
      remedy: 'write a comma in place of ";"',
      edits: [replace(here, ",")],
    };
  }
  if (here.kind !== "identifier") return null;
  return {
    span: here,
    got: "two labels without a comma",
    expected: "a comma",
    remedy: `write ${before.text}, ${here.text}`,
    edits: [insert(before.to, ",")],
  };
}
