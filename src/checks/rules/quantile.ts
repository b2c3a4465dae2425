import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { expressionsIn, type Parameter } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleQuantile = ruleCheck({
  id: "rule-quantile",
  title: "Quantiles are between 0 and 1",
  severity: "error",
  why: "a quantile above 1 is always +Inf and one below 0 always -Inf, so the alert fires always or never",
  remedy: "write the quantile as a fraction, such as 0.95",
  evidence: "Loki 3.7.8, evaluated: quantile_over_time(95, …) returns +Inf",
  find: (rule) =>
    (rule.metric === null ? [] : expressionsIn(rule.metric)).flatMap((part) =>
      part.kind === "rangeAggregation" && part.parameter !== null ? outside(rule, part.parameter) : [],
    ),
});

function outside(rule: RuleAnalysis, parameter: Parameter): readonly RuleFinding[] {
  const quantile = Number(parameter.text);
  if (!(quantile > 1 || quantile < 0)) return [];
  return [
    {
      location: inQuery(rule, parameter),
      got: `quantile_over_time(${parameter.text}, …), which is always ${quantile > 1 ? "+Inf" : "-Inf"}`,
      expected: "a number from 0 to 1",
      remedy: quantile > 1 && quantile < 100 ? `write ${quantile / 100}` : "write a fraction, such as 0.95",
    },
  ];
}
