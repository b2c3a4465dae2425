import type { Expectation } from "../../alerting/fixtures/expectation";
import type { Metric, RangeAggregation } from "../../logql";
import { Duration } from "../../units";
import { aggregated, isRate, numberComparisons } from "./comparison";

/** What an alert counts and compares: lines in a window, with a number. */
export interface Count {
  readonly aggregation: RangeAggregation;
  /** The comparison; null if any line fires the alert. */
  readonly threshold: Threshold | null;
  /** What the query multiplies the count or rate by. */
  readonly factor: number;
  readonly window: Duration;
  readonly pending: Duration;
}

export interface Threshold {
  readonly operator: ">" | ">=";
  readonly number: number;
}

/** Returns what a query counts, or null if it does more than compare one count or rate of lines with a number. */
export function countOf(metric: Metric, pending: Duration): Count | null {
  const comparison =
    metric.kind === "binaryOperation" ? numberComparisons(metric).find(({ operation }) => operation === metric) : null;
  if (comparison === undefined || comparison?.operation.bool) return null;
  const operator = comparison?.operator ?? ">";
  if (operator !== ">" && operator !== ">=") return null;
  const scaled = scaledAggregation(comparison?.metric ?? metric);
  if (scaled === null) return null;
  const window = Duration.milliseconds(scaled.aggregation.range.window.milliseconds);
  return { ...scaled, threshold: comparison == null ? null : { operator, number: comparison.number }, window, pending };
}

function scaledAggregation(metric: Metric): Pick<Count, "aggregation" | "factor"> | null {
  const aggregation = aggregated(metric);
  if (aggregation !== null) {
    const isCounted = aggregation.function === "count_over_time" || aggregation.function === "rate";
    return isCounted && aggregation.range.unwrap === null ? { aggregation, factor: 1 } : null;
  }
  if (metric.kind === "vectorAggregation" && metric.function === "sum") return scaledAggregation(metric.operand);
  if (metric.kind !== "binaryOperation" || (metric.operator !== "*" && metric.operator !== "/")) return null;
  const [operand, constant] =
    metric.left.kind === "literal" ? [metric.right, metric.left] : [metric.left, metric.right];
  if (constant.kind !== "literal" || constant.value <= 0) return null;
  if (metric.operator === "/" && constant === metric.left) return null;
  const scaled = scaledAggregation(operand);
  if (scaled === null) return null;
  return {
    ...scaled,
    factor: metric.operator === "*" ? scaled.factor * constant.value : scaled.factor / constant.value,
  };
}

/** Returns the smallest number of lines in the window that fires the alert. */
export function neededLines({ aggregation, threshold, factor, window }: Count): number {
  if (threshold === null) return 1;
  const seconds = isRate(aggregation) ? window.toMilliseconds() / 1000 : 1;
  const exact = (threshold.number * seconds) / factor;
  const whole = Math.round(exact);
  // 0.1 * 300 isn't exactly 30.
  const lines = Math.abs(exact - whole) < 1e-9 * Math.max(1, whole) ? whole : exact;
  return Math.max(1, threshold.operator === ">" ? Math.floor(lines) + 1 : Math.ceil(lines));
}

/** What an alert does with lines that occur as expected. */
export type Verdict =
  /** It fires, and only then. */
  | { readonly kind: "fits" }
  /** Lines that occur as often as declared never reach the threshold, or not for as long as the pending period. */
  | { readonly kind: "never"; readonly most: number; readonly holds: Duration | null }
  /** It fires and resolves between two lines. */
  | { readonly kind: "flaps" }
  /** The lines of a normal day reach the threshold on average. */
  | { readonly kind: "always"; readonly average: number }
  /** The lines of a normal day reach the threshold by chance this often a day. */
  | { readonly kind: "often"; readonly average: number; readonly times: number };

/** An alert that fires once in two normal days is noise. */
const TOLERATED_PER_DAY = 0.5;

const DAY = Duration.days(1);

/** Compares an alert with the declared occurrence of its lines. */
export function verdictOn(count: Count, expectation: Expectation): Verdict {
  const regular = onRegularLines(count, expectation.every);
  const normal = onNormalDay(count, expectation.perDay);
  if (regular.kind === "never" || normal.kind === "fits") return regular;
  return normal;
}

/**
 * Lines with a constant period: a window contains as many as whole periods fit, or one more. With exactly as many as
 * needed, a single late line makes the condition false.
 */
function onRegularLines(count: Count, every: Duration | null): Verdict {
  const needed = neededLines(count);
  if (every === null || count.window.isLongerThan(every.times(needed))) return { kind: "fits" };
  const most = Math.ceil(count.window.dividedBy(every));
  if (most < needed) return { kind: "never", most, holds: null };
  const holds = Duration.milliseconds(count.window.toMilliseconds() - every.toMilliseconds() * (needed - 1));
  const elapses = holds.isLongerThan(count.pending) || !every.isLongerThan(holds);
  return elapses ? { kind: "flaps" } : { kind: "never", most, holds };
}

/**
 * Lines that occur independently of one another (a Poisson process): the condition becomes true when a line arrives
 * while the window has one line less than needed.
 */
function onNormalDay(count: Count, perDay: number | null): Verdict {
  if (perDay === null || perDay === 0) return { kind: "fits" };
  const needed = neededLines(count);
  const average = perDay * count.window.dividedBy(DAY);
  if (average >= needed) return { kind: "always", average };
  // Lines fire the alert for sure if they are close enough to stay in the window together for the pending period.
  const together = Math.max(0, count.window.toMilliseconds() - count.pending.toMilliseconds());
  const times = perDay * poisson(needed - 1, (perDay * together) / DAY.toMilliseconds());
  return times >= TOLERATED_PER_DAY && together > 0 ? { kind: "often", average, times } : { kind: "fits" };
}

/** The probability of exactly this number of lines. */
function poisson(number: number, average: number): number {
  if (number === 0) return Math.exp(-average);
  return Math.exp(number * Math.log(average) - average - logFactorial(number));
}

/** Exact for small numbers, and Stirling's approximation for others. */
function logFactorial(number: number): number {
  if (number > 100) return number * Math.log(number) - number + Math.log(2 * Math.PI * number) / 2 + 1 / (12 * number);
  return Array.from({ length: number }, (_, index) => Math.log(index + 1)).reduce((sum, one) => sum + one, 0);
}

const WINDOWS = [
  ...[1, 2, 5, 10, 15, 30].map((amount) => Duration.minutes(amount)),
  ...[1, 2, 3, 6, 12, 24].map((amount) => Duration.hours(amount)),
];

/**
 * Returns windows and thresholds with which the alert fits its expectation: a wider window, another threshold, or both.
 * The lines can't be told apart by their number if there are none.
 */
export function occurrenceRemedy(count: Count, expectation: Expectation): string {
  const fits = (other: Count) => verdictOn(other, expectation).kind === "fits";
  const wider = WINDOWS.filter((window) => window.isLongerThan(count.window)).map((window) => ({ ...count, window }));
  const window = wider.find(fits);
  const threshold = withThreshold(count, fits);
  const ways = [
    ...(window === undefined ? [] : [`use [${window.window}]`]),
    ...(threshold === null ? [] : [thresholdText(threshold)]),
  ];
  if (ways.length > 0) return ways.join(", or ");
  const both = wider.map((other) => withThreshold(other, fits)).find((other) => other !== null);
  if (both != null) return `use [${both.window}] and ${thresholdText(both)}`;
  return "select a text that lines of a normal day don't contain: their number alone doesn't tell them apart";
}

function thresholdText({ threshold }: Count): string {
  return threshold === null ? "" : `compare with ${threshold.operator} ${threshold.number}`;
}

/** The digits of round numbers. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8];

/** The count with the round threshold that fits and is nearest to its own. Null if no threshold fits. */
function withThreshold(count: Count, fits: (count: Count) => boolean): Count | null {
  const { operator, number }: Threshold = count.threshold ?? { operator: ">", number: 0 };
  const other = (one: number): Count => ({ ...count, threshold: { operator, number: one } });
  const fitting = [0, ...roundNumbers(isRate(count.aggregation))].filter(
    (one) => one !== number && (operator === ">" || one > 0) && neededLines(other(one)) < 1e9 && fits(other(one)),
  );
  const above = fitting.find((one) => one > number);
  const below = fitting.filter((one) => one < number).at(-1);
  const nearest = above ?? below;
  return nearest === undefined ? null : other(nearest);
}

function roundNumbers(hasFractions: boolean): readonly number[] {
  const powers = Array.from({ length: 10 }, (_, index) => index + (hasFractions ? -4 : 0));
  const all = powers.flatMap((power) => ROUND.map((digits) => Number((digits * 10 ** power).toPrecision(2))));
  return hasFractions ? all : all.filter(Number.isInteger);
}
