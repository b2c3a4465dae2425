import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { GROUPABLE, isNumber, isSetOperation, type Metric, type RangeAggregation } from "../../logql";
import { neverHolds, numberComparisons } from "./comparison";
import { hasNoSource, inQuery, labelList, labelsRead, labelsToKeep, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleUnaggregated = ruleCheck({
  id: "rule-unaggregated",
  title: "Alerts aggregate their series",
  severity: "warning",
  why: "without an aggregation there is a separate alert for each container, level and extracted value",
  remedy: "aggregate by the labels that identify the problem",
  evidence: "Loki's metric queries keep every label of the lines, including extracted labels and structured metadata",
  find: (rule) =>
    rule.rule.kind === "record" ||
    rule.metric === null ||
    numberComparisons(rule.metric).some((comparison) => neverHolds(rule, comparison))
      ? []
      : ownSeries(rule.metric).map((part) => finding(rule, part)),
});

/** The range aggregations whose series become alerts without aggregation. */
function ownSeries(metric: Metric): readonly RangeAggregation[] {
  switch (metric.kind) {
    case "rangeAggregation":
      return metric.grouping === null && metric.function !== "absent_over_time" ? [metric] : [];
    case "vectorAggregation":
      return metric.function.startsWith("sort") ? ownSeries(metric.operand) : [];
    case "labelReplace":
      return ownSeries(metric.operand);
    case "binaryOperation":
      if (metric.operator === "or") return [...ownSeries(metric.left), ...ownSeries(metric.right)];
      if (isSetOperation(metric.operator) || isNumber(metric.right)) return ownSeries(metric.left);
      return isNumber(metric.left) ? ownSeries(metric.right) : [];
    default:
      return [];
  }
}

function finding(rule: RuleAnalysis, { function: name, functionSpan }: RangeAggregation): RuleFinding {
  return {
    location: inQuery(rule, functionSpan),
    got: `${name} without an aggregation: an alert for each ${series(rule)}`,
    expected: "an aggregation by the labels that identify the problem",
    remedy:
      (GROUPABLE.includes(name)
        ? `write ${name}(…) by (${labelsToKeep(rule, rule.labels)})`
        : `write sum by (${labelsToKeep(rule, rule.labels)}) (${name}(…))`) + inTexts(rule),
  };
}

/** A text that reads a label by another agent's name for it needs the name of this stack. */
function inTexts(rule: RuleAnalysis): string {
  // If the selection is right, rule-template reports such a text.
  if (!hasNoSource(rule.labels)) return "";
  return labelsRead(rule, rule.labels)
    .filter(({ name, label }) => label !== name)
    .map(({ name, label }) =>
      label === null
        ? `, and remove "${name}" from the texts`
        : `, and name "${label}" instead of "${name}" in the texts`,
    )
    .join("");
}

function series({ labels }: RuleAnalysis): string {
  const extracted = labels.open ? " and of the labels that the parser finds" : "";
  return labels.names.size === 0 ? "stream" : `value of ${labelList(labels)}${extracted}`;
}
