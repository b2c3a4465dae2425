import { problemCheck } from "./problem-check";

export const ruleFunction = problemCheck("function", {
  id: "rule-function",
  reason: "a function that Loki doesn't know, or used as it can't be, keeps every rule of every file from loading",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/ast.go",
});
