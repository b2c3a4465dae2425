import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { type BinaryOperation, isComparison, isSetOperation, type Metric } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleBool = ruleCheck({
  id: "rule-bool",
  title: "Alerts compare without bool",
  severity: "error",
  why: "an alert fires for every series that its query returns, even with the value 0, and a comparison with bool removes none",
  remedy: "remove bool from the comparison",
  evidence: "https://prometheus.io/docs/prometheus/latest/querying/operators/#comparison-binary-operators",
  find: (rule) =>
    rule.rule.kind === "alert" && rule.metric !== null
      ? unfiltered(rule.metric).map((comparison) => finding(rule, comparison))
      : [],
});

interface Unfiltered {
  readonly comparison: BinaryOperation;
  /** Whether the query calculates with its result. */
  readonly calculated: boolean;
}

/** The comparisons with bool whose zeros no other comparison removes. */
function unfiltered(metric: Metric): readonly Unfiltered[] {
  switch (metric.kind) {
    case "vectorAggregation":
    case "labelReplace":
      return unfiltered(metric.operand);
    case "binaryOperation":
      return ofOperation(metric);
    default:
      return [];
  }
}

function ofOperation(operation: BinaryOperation): readonly Unfiltered[] {
  const { operator, bool, left, right } = operation;
  if (isComparison(operator)) return bool ? [{ comparison: operation, calculated: false }] : [];
  const operands = [...unfiltered(left), ...unfiltered(right)];
  if (isSetOperation(operator)) return operands;
  return operands.slice(0, 1).map(({ comparison }) => ({ comparison, calculated: true }));
}

function finding(rule: RuleAnalysis, { comparison: { operatorSpan }, calculated }: Unfiltered): RuleFinding {
  return {
    location: inQuery(rule, operatorSpan),
    got: `${written(rule, operatorSpan)} bool, whose result is 0 if the comparison is false`,
    expected: "a comparison that removes series",
    remedy: calculated ? "compare the result of the calculation, as in (…) > 0" : "remove bool",
  };
}
