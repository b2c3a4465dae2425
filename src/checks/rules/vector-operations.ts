import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { type BinaryOperation, expressionsIn, isNumber } from "../../logql";

/**
 * The operations of a rule's query on two sets of series. There are none if a grouping names a label that its series
 * don't have: that mistake has its own finding, and explains the mismatch.
 */
export function vectorOperations({ metric, misgrouped }: RuleAnalysis): readonly BinaryOperation[] {
  if (metric === null || misgrouped.size > 0) return [];
  return expressionsIn(metric).flatMap((part) =>
    part.kind === "binaryOperation" && !isNumber(part.left) && !isNumber(part.right) ? [part] : [],
  );
}

/**
 * An operator and its matching as text, such as "/ on (namespace)".
 * @param group the side with several series for each match, if another than written
 */
export function matchingText({ operator, bool, matching }: BinaryOperation, group = matching?.group ?? null): string {
  const words = [operator, ...(bool ? ["bool"] : [])];
  if (matching === null) return words.join(" ");
  const included = matching.include.length > 0 ? ` (${matching.include.map(({ name }) => name).join(", ")})` : "";
  const labels = `${matching.on ? "on" : "ignoring"} (${matching.labels.map(({ name }) => name).join(", ")})`;
  return [...words, labels, ...(group === null ? [] : [`group_${group}${included}`])].join(" ");
}

/** The labels that the series of both sides may have. */
export function sharedLabels({ seriesOf }: RuleAnalysis, { left, right }: BinaryOperation): readonly string[] {
  const [one, other] = [seriesOf(left).possible, seriesOf(right).possible];
  return [...one.or(other).names].filter((name) => one.mayHave(name) && other.mayHave(name));
}
