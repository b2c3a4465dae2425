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
    .map(({ got, wanted, remedy, ...span }) => ({ got, wanted, remedy, place: inQuery(rule, span) }));
}

/** The ruler loads a query of lines, and fails whenever it evaluates it. */
function withoutNumbers(rule: RuleAnalysis): readonly RuleFinding[] {
  const { expression } = rule;
  if (expression?.kind !== "logQuery" && expression?.kind !== "variants") return [];
  const place = inQuery(rule, expression);
  const wanted = "a query whose result is numbers";
  if (expression.kind === "variants") {
    return [{ place, got: "variants, which Loki has off", wanted, remedy: "write a rule for each of them" }];
  }
  const remedy = "count the lines over a window: sum(count_over_time(… [5m])) > 0";
  return [{ place, got: "a query whose result is lines", wanted, remedy }];
}
