import type { Comparison } from "./ast";

/** A range of numbers. An open end is not part of it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
  /** Whether a value may also be NaN, for which only != is true. */
  readonly nan: boolean;
}

const BOUNDED = { lowOpen: false, highOpen: false, nan: false };

export const ANY: Interval = { ...BOUNDED, low: -Infinity, high: Infinity, nan: true };

/** The interval that contains only this number. */
export function exactly(value: number): Interval {
  return Number.isNaN(value) ? ANY : { ...BOUNDED, low: value, high: value };
}

export function between(low: number, high: number): Interval {
  return { ...BOUNDED, low, high };
}

export function atLeast(low: number): Interval {
  return between(low, Infinity);
}

/** The smallest interval that contains both. */
export function hull(one: Interval, other: Interval): Interval {
  const low = lower(lowEnd(one), lowEnd(other));
  const high = higher(highEnd(one), highEnd(other));
  return interval(low, high, one.nan || other.nan);
}

/** The numbers of an interval that satisfy a comparison with a number, or null if there is none. */
export function restricted(values: Interval, operator: Comparison, number: number): Interval | null {
  switch (operator) {
    case "==":
      return intersection(values, exactly(number));
    case ">":
    case ">=":
      return intersection(values, { ...atLeast(number), lowOpen: operator === ">" });
    case "<":
    case "<=":
      return intersection(values, { ...between(-Infinity, number), highOpen: operator === "<" });
    default:
      return values.low === number && values.high === number && !values.nan ? null : values;
  }
}

/** The numbers in both intervals, or null if there is none. */
export function intersection(one: Interval, other: Interval): Interval | null {
  const low = higher(lowEnd(one), lowEnd(other), true);
  const high = lower(highEnd(one), highEnd(other), true);
  const isEmpty = low.value > high.value || (low.value === high.value && (low.open || high.open));
  return isEmpty ? null : interval(low, high, one.nan && other.nan);
}

/** Whether every number of an interval satisfies a comparison with a number. */
export function isSatisfied(values: Interval, operator: Comparison, number: number): boolean {
  if (values.nan) return false;
  return restricted(values, NEGATED[operator], number) === null;
}

const NEGATED: Readonly<Record<Comparison, Comparison>> = {
  "==": "!=",
  "!=": "==",
  ">": "<=",
  ">=": "<",
  "<": ">=",
  "<=": ">",
};

/** Describes the numbers of an interval, such as "at least 1". */
export function describeInterval({ low, high, lowOpen, highOpen }: Interval): string {
  if (low === high) return `always ${short(low)}`;
  const above = `${lowOpen ? "above" : "at least"} ${short(low)}`;
  const below = `${highOpen ? "below" : "at most"} ${short(high)}`;
  if (low === -Infinity) return high === Infinity ? "any number" : below;
  return high === Infinity ? above : `${above} and ${below}`;
}

function short(number: number): string {
  return String(Number(number.toPrecision(3)));
}

/** The results of an arithmetic operation on numbers of two intervals. */
export function calculate(operator: "+" | "-" | "*" | "/", one: Interval, other: Interval): Interval {
  switch (operator) {
    case "+":
      return sum(one, other);
    case "-":
      return sum(one, negated(other));
    case "*":
      return product(one, other);
    case "/":
      return product(one, reciprocal(other));
  }
}

function sum(one: Interval, other: Interval): Interval {
  const add = (a: End, b: End) => ({ value: a.value + b.value, open: a.open || b.open });
  return interval(add(lowEnd(one), lowEnd(other)), add(highEnd(one), highEnd(other)), one.nan || other.nan);
}

function negated({ low, high, lowOpen, highOpen, nan }: Interval): Interval {
  return { low: -high, high: -low, lowOpen: highOpen, highOpen: lowOpen, nan };
}

function product(one: Interval, other: Interval): Interval {
  const ends = [lowEnd(one), highEnd(one)].flatMap((a) => [lowEnd(other), highEnd(other)].map((b) => multiplied(a, b)));
  const nan = one.nan || other.nan;
  return interval(
    ends.reduce((least, end) => lower(least, end)),
    ends.reduce((most, end) => higher(most, end)),
    nan,
  );
}

/** Zero times infinity is zero: the infinite end is not a value. */
function multiplied(one: End, other: End): End {
  const isZero = (one.value === 0 && !one.open) || (other.value === 0 && !other.open);
  const value = one.value === 0 || other.value === 0 ? 0 : one.value * other.value;
  return { value, open: !isZero && (one.open || other.open) };
}

/** Loki's division by zero is NaN. */
function reciprocal({ low, high, lowOpen, highOpen, nan }: Interval): Interval {
  if (low < 0 && high > 0) return ANY;
  const hasZero = (low === 0 && !lowOpen) || (high === 0 && !highOpen);
  return {
    low: high === 0 ? -Infinity : 1 / high,
    high: low === 0 ? Infinity : 1 / low,
    lowOpen: highOpen || high === Infinity,
    highOpen: lowOpen || low === -Infinity,
    nan: nan || hasZero,
  };
}

interface End {
  readonly value: number;
  readonly open: boolean;
}

function lowEnd({ low, lowOpen }: Interval): End {
  return { value: low, open: lowOpen };
}

function highEnd({ high, highOpen }: Interval): End {
  return { value: high, open: highOpen };
}

/** Of two equal ends, the closed one, or the open one on request. */
function lower(one: End, other: End, open = false): End {
  if (one.value !== other.value) return one.value < other.value ? one : other;
  return one.open === open ? one : other;
}

function higher(one: End, other: End, open = false): End {
  if (one.value !== other.value) return one.value > other.value ? one : other;
  return one.open === open ? one : other;
}

function interval(low: End, high: End, nan: boolean): Interval {
  if (Number.isNaN(low.value) || Number.isNaN(high.value)) return ANY;
  return { low: low.value, high: high.value, lowOpen: low.open, highOpen: high.open, nan };
}
