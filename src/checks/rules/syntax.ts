import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { ProblemKind } from "../../logql";
import type { Check } from "../check";
import { inQuery, type RuleCheckProps, type RuleFinding, ruleCheck } from "./rule-check";

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

/** A check that tells what Loki itself would refuse of a query, in one respect. */
export function problemCheck(kind: ProblemKind, props: Omit<RuleCheckProps, "find" | "severity">): Check {
  return ruleCheck({
    ...props,
    severity: "error",
    find: (rule) =>
      rule.problems
        .filter((problem) => problem.kind === kind)
        .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) })),
  });
}

export const ruleForm: Check = {
  id: "rule-form",
  severity: "error",
  reason: "one rule file that the ruler can't read keeps every rule of every file from loading, and nobody is told",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/grouploader.go reads it strictly",
  find: ({ model }) =>
    model.alerting.files.flatMap(({ path, problems }) =>
      problems.map(({ location, got, remedy }) => ({
        setting: path,
        location,
        got,
        expected: "a Loki rule file: groups, each with a name and rules, each with alert (or record) and expr",
        remedy,
      })),
    ),
};

export const ruleFunction = problemCheck("function", {
  id: "rule-function",
  reason: "a function that Loki doesn't know, or used as it can't be, keeps every rule of every file from loading",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/ast.go",
});

export const ruleRegexp = problemCheck("regexp", {
  id: "rule-regexp",
  reason:
    "an expression that RE2 doesn't compile keeps every rule from loading, or fails at each evaluation where it filters lines",
  evidence: "https://github.com/google/re2/wiki/Syntax, and Loki 3.7.8 on the same expressions",
});

export const ruleSelector = problemCheck("selector", {
  id: "rule-selector",
  reason: "Loki refuses a selector that any stream would satisfy, and with it every rule of every file",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (validateMatchers)",
});

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
      { location: entry.text.locationOf(problem), got, expected: "a template of Prometheus", remedy: problem.remedy },
    ];
  });
}

function ofQuery(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.problems
    .filter(({ kind }) => kind === "template")
    .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) }));
}
