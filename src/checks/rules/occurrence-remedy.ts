import type { Expectation } from "../../alerting/fixtures/expectation";
import { Duration } from "../../units";
import { isRate } from "./comparison";
import { type Count, neededLines, type Threshold, verdictOn } from "./occurrence";

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
