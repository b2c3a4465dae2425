import { problemCheck } from "./problem-check";

export const ruleSelector = problemCheck("selector", {
  id: "rule-selector",
  reason: "Loki refuses a selector that any stream would satisfy, and with it every rule of every file",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/parser.go (validateMatchers)",
});
