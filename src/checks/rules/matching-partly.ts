import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { type BinaryOperation, mismatchOf, oneSidedLabels, repeatedLabels } from "../../logql";
import { absentLabels, suggestion } from "./matching";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";
import { matchingText, vectorOperations } from "./vector-operations";

export const ruleMatchingPartly = ruleCheck({
  id: "rule-matching-partly",
  title: "The sides of an operation match by labels that both have",
  severity: "warning",
  why: "a series matches the other side only if it lacks every label that the other side lacks, so most series drop out",
  remedy: "group both sides by the same labels, or name the shared labels, as in on (namespace)",
  evidence: "Loki 3.7.8, pkg/logql/evaluator.go (matchingSignature): an absent label is equal only to an absent one",
  find: (rule) => vectorOperations(rule).flatMap((operation) => finding(rule, operation) ?? []),
});

function finding(rule: RuleAnalysis, operation: BinaryOperation): RuleFinding | null {
  const { operator, operatorSpan, left, right } = operation;
  const { seriesOf } = rule;
  if (operator === "or" || mismatchOf(operation, seriesOf) !== null || absentLabels(rule, operation).length > 0)
    return null;
  if ([left, right].some((side) => repeatedLabels(seriesOf(side), operation).length > 0)) return null;
  const labels = oneSidedLabels(operation, seriesOf);
  if (labels.length === 0) return null;
  return {
    location: inQuery(rule, operatorSpan),
    got: `${matchingText(operation)}, which matches only series without ${labels.join(", ")}: one side never has it`,
    expected: "labels that the series of both sides have",
    remedy: suggestion(rule, operation),
  };
}
