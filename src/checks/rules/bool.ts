import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { isComparison } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleBool = ruleCheck({
  id: "rule-bool",
  title: "Alerts compare without bool",
  severity: "error",
  why: "an alert fires for every series that its query returns, even with the value 0, and a comparison with bool removes none",
  remedy: "remove bool from the comparison",
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
      got: `${written(rule, metric.operatorSpan)} bool, whose result is 0 if the comparison is false`,
      expected: "a comparison that removes series",
      remedy: "remove bool",
    },
  ];
}
