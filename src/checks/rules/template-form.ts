import type { RuleAnalysis } from "../../alerting/analysis/rule-analysis";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleTemplateForm = ruleCheck({
  id: "rule-template-form",
  severity: "error",
  reason: "a template that Go can't parse keeps every rule of every file from loading, or the query from running",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (testTemplateParsing)",
  find: (rule) => [...ofAlert(rule), ...ofQuery(rule)],
});

function ofAlert(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.texts.flatMap(({ entry, template: { problem } }) => {
    if (problem === null) return [];
    const got = `${entry.name} with ${problem.got}`;
    return [
      { location: entry.text.placeOf(problem), got, expected: "a template of Prometheus", remedy: problem.remedy },
    ];
  });
}

function ofQuery(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.problems
    .filter(({ kind }) => kind === "template")
    .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) }));
}
