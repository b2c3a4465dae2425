import type { RuleAnalysis } from "../../alerting/rule-analysis";
import {
  type BinaryOperation,
  describeInterval,
  expressionsIn,
  greatestRatio,
  isComparison,
  type Metric,
  mismatchOf,
  type NumberComparison,
} from "../../logql";
import { isAbsence } from "./absence";
import { withoutOr } from "./always";
import { neverHolds, numberComparisons } from "./comparison";
import { percentRemedy } from "./percentage";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";
import { vectorOperations } from "./vector-operations";

export const ruleThreshold = ruleCheck({
  id: "rule-threshold",
  title: "Thresholds can be reached",
  severity: "error",
  why: "a comparison that is never true removes every series, so the alert never fires, or its exception never applies",
  remedy: "compare with a number that the value can reach",
  evidence: "Loki 3.7.8: a count of lines is at least 1, a share of lines at most 1, and absent_over_time always 1",
  find: (rule) => [
    ...(rule.metric === null ? [] : numberComparisons(rule.metric).flatMap((one) => unreachable(rule, one) ?? [])),
    ...vectorOperations(rule).flatMap((operation) => contradiction(rule, operation) ?? []),
  ],
});

function unreachable(rule: RuleAnalysis, comparison: NumberComparison): RuleFinding | null {
  const { operation, metric, operator, number } = comparison;
  if (!neverHolds(rule, comparison) || isAbsence(comparison) || isInfinite(rule, metric)) return null;
  const range = rangeText(rule, metric);
  return {
    location: inQuery(rule, operation.operatorSpan),
    got: `${operator} ${number}, which is never true: the value is ${range}`,
    expected: "a number that the value can reach",
    remedy:
      ofAbsence(metric) ??
      ofDefault(rule, comparison) ??
      percentRemedy(comparison) ??
      `compare with a number in the value's range (${range})`,
  };
}

/** A quantile outside 0 to 1 has its own finding. */
function isInfinite({ valuesOf }: RuleAnalysis, metric: Metric): boolean {
  return valuesOf(metric).parts.every(({ values }) => values.low === values.high && !Number.isFinite(values.low));
}

function rangeText({ valuesOf }: RuleAnalysis, metric: Metric): string {
  const ranges = valuesOf(metric).parts.map(({ values }) => describeInterval(values));
  return [...new Set(ranges)].join(" or ");
}

function ofAbsence(metric: Metric): string | null {
  const isAbsent = metric.kind === "rangeAggregation" && metric.function === "absent_over_time";
  return isAbsent ? "remove the comparison: absent_over_time is 1 without lines, and returns nothing otherwise" : null;
}

/** In "a or vector(0) > 5", the comparison applies to vector(0) only. */
function ofDefault(rule: RuleAnalysis, { operation, metric }: NumberComparison): string | null {
  if (metric.kind !== "vector" || rule.metric === null) return null;
  const or = expressionsIn(rule.metric).find((part) => part.kind === "binaryOperation" && part.right === operation);
  return or?.kind === "binaryOperation" && or.operator === "or" ? withoutOr(rule, or) : null;
}

/** Two conditions that are never true together, such as "a > 5 and a < 3". */
function contradiction(rule: RuleAnalysis, operation: BinaryOperation): RuleFinding | null {
  const { operator, operatorSpan, left, right, bool } = operation;
  const { seriesOf, valuesOf } = rule;
  if (bool || (!isComparison(operator) && operator !== "and" && operator !== "unless")) return null;
  if (valuesOf(operation).parts.length > 0 || mismatchOf(operation, seriesOf) !== null) return null;
  if ([left, right].some((side) => valuesOf(side).parts.length === 0)) return null;
  const [one, other] = [left, right].map((side) => rangeText(rule, side));
  if (isComparison(operator)) {
    const isPart = greatestRatio(operation, rule.rule.expr.value) !== null;
    return {
      location: inQuery(rule, operatorSpan),
      got: `${operator}, which is never true: ${isPart ? "the left side counts a part of the lines of the right side" : `the left side is ${one}, the right side ${other}`}`,
      expected: "a comparison that can be true",
      remedy: "swap the two sides, or compare a share of the lines with a number",
    };
  }
  return {
    location: inQuery(rule, operatorSpan),
    got: `${operator} between two conditions on one value (${one}; ${other}) that leaves no value`,
    expected: "conditions that a value can satisfy",
    remedy: operator === "and" ? "write or, or change one of the numbers" : "change one of the numbers",
  };
}
