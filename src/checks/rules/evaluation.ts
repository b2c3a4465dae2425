import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleEvaluation = ruleCheck({
  id: "rule-evaluation",
  title: "Loki can evaluate every query",
  severity: "error",
  why: "the ruler loads the rule, but every evaluation fails: the rule never fires, and only Loki's log says why",
  remedy: "correct the query, or count its lines over a window",
  evidence:
    "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (queryFunc), and Loki's packages on the same queries",
  find: (rule) => [...failing(rule), ...withoutNumbers(rule)],
});

function failing(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.problems
    .filter(({ phase }) => phase === "evaluation")
    .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) }));
}

/** The result of a rule's query must be a scalar or a vector. */
function withoutNumbers(rule: RuleAnalysis): readonly RuleFinding[] {
  const { expression } = rule;
  if (expression?.kind !== "logQuery" && expression?.kind !== "variants") return [];
  const location = inQuery(rule, expression);
  const expected = "a query that returns numbers";
  if (expression.kind === "variants") {
    return [{ location, got: "variants, which Loki disables", expected, remedy: "write one rule per variant" }];
  }
  const remedy = "count the lines over a window: sum(count_over_time(… [5m])) > 0";
  return [{ location, got: "a query that returns lines", expected, remedy }];
}
