import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { ProblemKind } from "../../logql";
import type { Check } from "../check";
import { inQuery, type RuleCheckProps, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleSyntax = ruleCheck({
  id: "rule-syntax",
  title: "Loki can parse and evaluate every query",
  severity: "error",
  why: "one query that Loki cannot parse prevents all rules in all files from loading; a query that returns lines fails at every evaluation",
  remedy: "correct the query, or count its lines over a window",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/syntax.y",
  find: (rule) => [...unread(rule), ...withoutNumbers(rule)],
});

function unread(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.problems
    .filter(({ kind }) => kind === "syntax")
    .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) }));
}

/** The ruler loads a query that returns lines, but fails at every evaluation. */
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

/** A check that reports the problems of one kind that Loki itself would report. */
function problemCheck(kind: ProblemKind, props: Omit<RuleCheckProps, "find" | "severity">): Check {
  return ruleCheck({
    ...props,
    severity: "error",
    find: (rule) =>
      rule.problems
        .filter((problem) => problem.kind === kind)
        .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) })),
  });
}

export const ruleFunction = problemCheck("function", {
  id: "rule-function",
  title: "Queries call functions that Loki has",
  why: "an unknown or misused function prevents all rules in all files from loading",
  remedy: "call a function of Loki with the arguments that it takes",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/ast.go",
});

export const ruleRegexp = problemCheck("regexp", {
  id: "rule-regexp",
  title: "Regular expressions of queries compile",
  why: "an expression that RE2 cannot compile prevents all rules from loading, or fails at every evaluation if it filters lines",
  remedy: "use RE2's syntax",
  evidence: "https://github.com/google/re2/wiki/Syntax, and Loki 3.7.8 on the same expressions",
});

export const ruleSelector = problemCheck("selector", {
  id: "rule-selector",
  title: "Every selector requires a value",
  why: "Loki rejects a selector that matches every stream, and with it all rules in all files",
  remedy: "add a matcher that requires a value",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (validateMatchers)",
});

export const ruleTemplateForm = ruleCheck({
  id: "rule-template-form",
  title: "Templates of alerts and queries parse",
  severity: "error",
  why: "a template that Go cannot parse prevents all rules in all files from loading, or the query from running",
  remedy: "correct the template",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (testTemplateParsing)",
  find: (rule) => [...ofAlert(rule), ...ofQuery(rule)],
});

function ofAlert(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.texts.flatMap(({ entry, template: { problem } }) => {
    if (problem === null) return [];
    const got = `${entry.name} with ${problem.got}`;
    return [
      {
        location: entry.text.locationOf(problem),
        got,
        expected: "a valid Prometheus template",
        remedy: problem.remedy,
      },
    ];
  });
}

function ofQuery(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.problems
    .filter(({ kind }) => kind === "template")
    .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) }));
}
