import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { NOT_OWN } from "../../alloy/own-streams";
import type { Problem, ProblemKind } from "../../logql";
import type { Check } from "../check";
import { inQuery, type RuleCheckProps, ruleCheck } from "./rule-check";
import { swallowedQuery } from "./swallowed-query";

/** The problems of a query that is complete. Another check reports a query that YAML hides a part of. */
function readableProblems(rule: RuleAnalysis): readonly Problem[] {
  return swallowedQuery(rule).length > 0 ? [] : rule.problems;
}

/** A check that reports the problems of one kind with which Loki loads no rule. */
function problemCheck(
  kind: ProblemKind,
  props: Omit<RuleCheckProps, "find" | "severity" | "acceptable">,
  complete: (remedy: string) => string = (remedy) => remedy,
): Check {
  return ruleCheck({
    ...props,
    severity: "error",
    acceptable: false,
    find: (rule) =>
      readableProblems(rule)
        .filter((problem) => problem.kind === kind && problem.phase === "load")
        .map(({ got, expected, remedy, ...span }) => ({
          got,
          expected,
          remedy: complete(remedy),
          location: inQuery(rule, span),
        })),
  });
}

export const ruleSyntax = problemCheck("syntax", {
  id: "rule-syntax",
  title: "Loki can parse every query",
  why: "one query that Loki cannot parse prevents all rules in all files from loading",
  remedy: "correct the query",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/syntax.y",
});

export const ruleFunction = problemCheck("function", {
  id: "rule-function",
  title: "Queries use functions and operators as Loki defines them",
  why: "one unknown function or invalid operand prevents all rules in all files from loading",
  remedy: "use a function of Loki with the arguments that it takes, and operators between series",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/ast.go",
});

export const ruleRegexp = problemCheck("regexp", {
  id: "rule-regexp",
  title: "Regular expressions of queries compile",
  why: "an expression that RE2 cannot compile prevents all rules in all files from loading",
  remedy: "use RE2's syntax",
  evidence: "https://github.com/google/re2/wiki/Syntax, and Loki 3.7.8 on the same expressions",
});

export const ruleSelector = problemCheck(
  "selector",
  {
    id: "rule-selector",
    title: "Every selector requires a value",
    why: "Loki rejects a selector that matches every stream, and with it all rules in all files",
    remedy: "add a matcher that requires a value",
    evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (validateMatchers)",
  },
  // A selector of all streams also selects the log in which Loki writes the query.
  (remedy) => `${remedy}; if it selects many namespaces, add ${NOT_OWN}`,
);
