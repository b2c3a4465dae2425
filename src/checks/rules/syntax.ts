import type { RuleAnalysis } from "../../alerting/analysis/rule-analysis";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleSyntax = ruleCheck({
  id: "rule-syntax",
  severity: "error",
  reason:
    "a query that Loki can't read keeps every rule of every file from loading; one without numbers fails each time",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/syntax.y",
  find: (rule) => [...unread(rule), ...withoutNumbers(rule)],
});

function unread(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.problems
    .filter(({ kind }) => kind === "syntax")
    .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) }));
}

/** The ruler loads a query of lines, and fails whenever it evaluates it. */
function withoutNumbers(rule: RuleAnalysis): readonly RuleFinding[] {
  const { expression } = rule;
  if (expression?.kind !== "logQuery" && expression?.kind !== "variants") return [];
  const location = inQuery(rule, expression);
  const expected = "a query whose result is numbers";
  if (expression.kind === "variants") {
    return [{ location, got: "variants, which Loki has off", expected, remedy: "write a rule for each of them" }];
  }
  const remedy = "count the lines over a window: sum(count_over_time(… [5m])) > 0";
  return [{ location, got: "a query whose result is lines", expected, remedy }];
}
