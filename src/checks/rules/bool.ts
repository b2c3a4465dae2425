import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { isComparison } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleBool = ruleCheck({
  id: "rule-bool",
  severity: "error",
  reason:
    "an alert fires for every series that its query has, with a value of 0 too: with bool no comparison leaves one out",
  evidence: "https://prometheus.io/docs/prometheus/latest/querying/operators/#comparison-binary-operators",
  find: alwaysTrue,
});

function alwaysTrue(rule: RuleAnalysis): readonly RuleFinding[] {
  const { metric } = rule;
  if (rule.rule.kind !== "alert" || metric?.kind !== "binaryOperation") return [];
  if (!metric.bool || !isComparison(metric.operator)) return [];
  return [
    {
      location: inQuery(rule, metric.operatorSpan),
      got: `${written(rule, metric.operatorSpan)} bool, whose result is 0 where it doesn't hold`,
      expected: "a comparison that leaves series out",
      remedy: "take bool away",
    },
  ];
}
