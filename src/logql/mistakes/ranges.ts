import type { Token } from "../lexer";
import { DURATION_UNITS, type DurationUnit, isDurationUnit, prometheusDuration } from "../literals";
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

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:milliseconds?|millis|msecs?)$/i, "ms"],
  [/^(?:seconds?|secs?)$/i, "s"],
  [/^(?:minutes?|mins?)$/i, "m"],
  [/^(?:hours?|hrs?)$/i, "h"],
  [/^days?$/i, "d"],
  [/^(?:weeks?|wks?)$/i, "w"],
  [/^(?:years?|yrs?)$/i, "y"],
];
const SMALLER: Readonly<Partial<Record<DurationUnit, DurationUnit>>> = {
  w: "d",
  d: "h",
  h: "m",
  m: "s",
  s: "ms",
};

/** Returns the range that the author meant, in Prometheus' notation, or null. */
function meantRange(written: string): string | null {
  const parts = [...written.replace(/["'`\s_]/g, "").matchAll(/(\d+(?:\.\d+)?)([a-zA-Zµ]*)/g)];
  if (parts.length === 0 || /[^\w."'`\sµ-]/.test(written)) return null;
  let last: DurationUnit | null = null;
  let sum = 0;
  for (const [, amount, unit = ""] of parts) {
    const smaller: DurationUnit | undefined = unit === "" && last !== null ? SMALLER[last] : undefined;
    const known: DurationUnit | undefined = unitOf(unit) ?? smaller;
    if (known === undefined) return null;
    sum += Number(amount) * DURATION_UNITS[known];
    last = known;
  }
  return inUnits(sum);
}

function unitOf(written: string): DurationUnit | null {
  const unit = UNITS.find(([pattern]) => pattern.test(written))?.[1] ?? written.toLowerCase();
  return isDurationUnit(unit) ? unit : null;
}

function inUnits(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  const parts = Object.entries(DURATION_UNITS).map(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? "" : `${amount}${unit}`;
  });
  return parts.join("");
}

/** [5], [5 m], [1h30], [5min], [1.5h], ["5m"], [30m1h] */
export function invalidRange(situation: Situation): Explanation | null {
  const { text } = situation;
  const here = token(situation);
  if (!here.text.startsWith("[") || here.text.includes(":") || here.text.includes("$")) return null;
  const end = text.indexOf("]", here.from);
  if (end < 0) return unclosedRange(situation);
  const span = { from: here.from, to: end + 1 };
  const content = fragment(text, { from: span.from + 1, to: end });
  const expected = "whole numbers with their units, the largest first, in brackets";
  if (/^\s*\d+\s*$/.test(content)) {
    const remedy = `add the unit, as in [${content.trim()}m] for minutes`;
    return { span, got: `a range [${content}]`, expected, remedy, edits: [replace(span, `[${content.trim()}m]`)] };
  }
  const meant = meantRange(content.replace(/^\s*-/, ""));
  if (meant === null || meant === "") return null;
  return {
    span,
    got: `a range [${content}]`,
    expected,
    remedy: `write [${meant}]`,
    edits: [replace(span, `[${meant}]`)],
  };
}

/** rate({…}[5m) */
function unclosedRange({ text, tokens, at }: Situation): Explanation | null {
  const from = tokens[at]?.from ?? 0;
  const [written, duration = ""] = /^\[\s*([\d.]+[a-z]*)/.exec(text.slice(from)) ?? [];
  if (written === undefined || prometheusDuration(duration) === null) return null;
  const span = { from, to: from + written.length };
  return {
    span,
    got: '"[" without its "]"',
    expected: "a range in brackets",
    remedy: `write [${duration}]`,
    edits: [insert(span.to, "]")],
  };
}

const RANGE = "a range in brackets, such as [5m]";

/** rate({…}), rate({…})[5m], rate({…} 5m), rate({…}, 5m), rate({…}(5m)) */
export function missingRange(situation: Situation): Explanation | null {
  if (situation.expected !== RANGE) return null;
  return rangeOutside(situation) ?? rangeAfterComma(situation) ?? rangeWithoutBrackets(situation) ?? noRange(situation);
}

function rangeOutside(situation: Situation): Explanation | null {
  const [here, moved] = [token(situation), token(situation, 1)];
  if (!isSymbol(here, ")") || moved.kind !== "range") return null;
  return {
    span: moved,
    got: `the range ${moved.text} after the parenthesis`,
    expected: RANGE,
    remedy: `write ${moved.text}) in place of )${moved.text}`,
    edits: [insert(here.from, moved.text), remove(moved)],
  };
}

function rangeAfterComma(situation: Situation): Explanation | null {
  const here = token(situation);
  if (!isSymbol(here, ",") || token(situation, 1).kind !== "range") return null;
  const got = "a comma before the range";
  return { span: here, got, expected: RANGE, remedy: "remove the comma", edits: [remove(here)] };
}

function rangeWithoutBrackets(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  const duration = [at, at + 1].map((index) => tokens[index]).find((one) => one?.kind === "duration");
  if (duration === undefined || (here !== duration && !isSymbol(here, "(", "{", ","))) return null;
  const closing = tokens[tokens.indexOf(duration) + 1];
  const to = isSymbol(here, "(", "{") && closing !== undefined ? closing.to : duration.to;
  const span = { from: here.from, to };
  return {
    span,
    got: `${duration.text} without brackets`,
    expected: RANGE,
    remedy: `write [${duration.text}]`,
    edits: [replace(span, `[${duration.text}]`)],
  };
}

function noRange(situation: Situation): Explanation | null {
  const here = token(situation);
  if (!isSymbol(here, ")")) return null;
  return {
    span: here,
    got: "a function over lines without a range",
    expected: RANGE,
    remedy: "write the range before this parenthesis, as in [5m])",
    edits: [insert(here.from, " [5m]")],
  };
}

/** count_over_time({…} |= "a" [5m] |= "b"): a filter after the range */
export function earlyRange(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  const range = tokens.slice(0, at).findLast(({ kind }) => kind === "range");
  if (range === undefined || !isSymbol(here, "|", "|=", "!=", "|~", "!~", "|>", "!>")) return null;
  const open = tokens.slice(0, at).findLastIndex((one) => isSymbol(one, "("));
  const close = open < 0 ? null : closingIndex(tokens, open);
  const end = close === null ? undefined : tokens[close];
  if (end === undefined) return null;
  const edits = [remove(range), insert(end.from, ` ${range.text}`)];
  return {
    span: range,
    got: `the range ${range.text} before the end of the pipeline`,
    expected: "the range after the last filter",
    remedy: `write ${range.text} before the parenthesis that closes it`,
    edits,
  };
}

/** {…}[5m] > 5: a range without a function */
export function bareRange(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  if (here.kind !== "range") return null;
  const start = selectorStart(tokens, at);
  if (start === null) return null;
  const span = { from: start.from, to: here.to };
  const edits = [insert(span.from, "count_over_time("), insert(span.to, ")")];
  return {
    span,
    got: "a range without a function",
    expected: "a function over the range",
    remedy: `count its lines: count_over_time(… ${here.text})`,
    edits,
  };
}

/** Returns the brace that opens the selection before a range. */
function selectorStart(tokens: readonly Token[], at: number): Token | null {
  const close = tokens.slice(0, at).findLastIndex((one) => isSymbol(one, "}"));
  const open = close < 0 ? null : openingIndex(tokens, close);
  return open === null ? null : (tokens[open] ?? null);
}

/** rate({…}[5m]) offset 1h, rate({…} offset 1h [5m]) */
export function misplacedOffset(situation: Situation): Explanation | null {
  const { tokens, at, text } = situation;
  const [offset, duration, range] = [token(situation), token(situation, 1), token(situation, 2)];
  if (!isSymbol(offset, "offset") || duration.kind !== "duration") return null;
  const span = { from: offset.from, to: duration.to };
  const written = fragment(text, span);
  const before = tokens.slice(0, at).findLast(({ kind }) => kind === "range");
  const target = range.kind === "range" ? range : before;
  if (target === undefined) return null;
  const edits = [remove(span), insert(target.to, ` ${written}`)];
  return {
    span,
    got: `"${written}" outside the range`,
    expected: "the offset after the range",
    remedy: `write ${target.text} ${written}`,
    edits,
  };
}

/** rate({…}[5m] @ end()) */
export function atModifier(situation: Situation): Explanation | null {
  const { tokens, at } = situation;
  const here = token(situation);
  if (here.text !== "@") return null;
  const next = tokens[at + 1];
  if (next === undefined) return null;
  const open = tokens[at + 2];
  const close = open !== undefined && isSymbol(open, "(") ? closingIndex(tokens, at + 2) : null;
  const last = close === null ? next : (tokens[close] ?? next);
  const span = { from: here.from, to: last.to };
  return {
    span,
    got: 'the "@" of Prometheus',
    expected: "a time relative to the evaluation",
    remedy: "remove the @ modifier: LogQL has none",
    edits: [remove(span)],
  };
}
