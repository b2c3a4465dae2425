import { problemCheck } from "./problem-check";

export const ruleRegexp = problemCheck("regexp", {
  id: "rule-regexp",
  reason:
    "an expression that RE2 doesn't compile keeps every rule from loading, or fails at each evaluation where it filters lines",
  evidence: "https://github.com/google/re2/wiki/Syntax, and Loki 3.7.8 on the same expressions",
});
