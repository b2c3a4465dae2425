import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { Expression, Grouping, LabelSet, Name } from "../../logql";
import { expressionsIn, labelsOf, labelsOfRange } from "../../logql";
import { inQuery, labelList, type RuleFinding, ruleCheck, suggestLabel } from "./rule-check";

export const ruleGrouping = ruleCheck({
  id: "rule-grouping",
  title: "Queries group by labels that exist",
  severity: "error",
  why: "grouping by a missing label puts everything into one group, so the alert cannot tell what it is about",
  remedy: "group by a label that the series have",
  evidence: "docs/logs.md; Loki treats such a label as empty, without an error",
  find: (rule) => (rule.metric === null ? [] : expressionsIn(rule.metric).flatMap((part) => absentLabels(rule, part))),
});

function absentLabels(rule: RuleAnalysis, expression: Expression): readonly RuleFinding[] {
  if (expression.kind !== "rangeAggregation" && expression.kind !== "vectorAggregation") return [];
  const { grouping } = expression;
  if (grouping === null) return [];
  const lines = rule.linesOf;
  const labels =
    expression.kind === "rangeAggregation"
      ? labelsOfRange(expression.range, lines)
      : labelsOf(expression.operand, lines);
  return grouping.labels
    .filter(({ name }) => !labels.mayHave(name))
    .map((label) => finding(rule, label, grouping, labels));
}

function finding(rule: RuleAnalysis, label: Name, { by }: Grouping, labels: LabelSet): RuleFinding {
  const suggested = suggestLabel(label.name, labels.names);
  const otherwise = by ? `remove "${label.name}", or extract it first` : `remove "${label.name}"`;
  return {
    location: inQuery(rule, label),
    got: `${by ? "by" : "without"} (${label.name}), which none of these series has`,
    expected: `labels of the series: ${labelList(labels)}`,
    remedy: suggested === null ? otherwise : `did you mean "${suggested}"?`,
  };
}
