import type { RuleAnalysis } from "../../alerting/rule-analysis";
import {
  type Expression,
  expressionsIn,
  type Grouping,
  type LabelSet,
  labelsOf,
  labelsOfRange,
  type Name,
} from "../../logql";
import { inQuery, meantLabel, namedLabels, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleGrouping = ruleCheck({
  id: "rule-grouping",
  severity: "error",
  reason: "grouped by a label that is never there, everything is one group, and the alert can't tell what it is about",
  evidence: "docs/logs.md; Loki gives such a label no value, and no error",
  find: (rule) => (rule.metric === null ? [] : expressionsIn(rule.metric).flatMap((part) => absentLabels(rule, part))),
});

function absentLabels(rule: RuleAnalysis, expression: Expression): readonly RuleFinding[] {
  if (expression.kind !== "rangeAggregation" && expression.kind !== "vectorAggregation") return [];
  const { grouping } = expression;
  if (grouping === null) return [];
  const lines = rule.linesOf;
  const labels =
    expression.kind === "rangeAggregation" ? labelsOfRange(expression.range, lines) : labelsOf(expression.of, lines);
  return grouping.labels
    .filter(({ name }) => !labels.mayHave(name))
    .map((label) => finding(rule, label, grouping, labels));
}

function finding(rule: RuleAnalysis, label: Name, { by }: Grouping, labels: LabelSet): RuleFinding {
  const meant = meantLabel(label.name, labels.names);
  const otherwise = by ? `leave "${label.name}" out, or extract it before` : `leave "${label.name}" out`;
  return {
    location: inQuery(rule, label),
    got: `${by ? "by" : "without"} (${label.name}), which no series here has`,
    expected: `labels that the series have: ${namedLabels(labels)}`,
    remedy: meant === null ? otherwise : `did you mean "${meant}"?`,
  };
}
