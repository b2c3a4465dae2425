import type { RuleAnalysis } from "../../alerting/rule-analysis";
import {
  type BinaryOperation,
  isSetOperation,
  type Mismatch,
  matchedLabels,
  mismatchOf,
  repeatedLabels,
} from "../../logql";
import { inQuery, labelList, type RuleFinding, ruleCheck } from "./rule-check";
import { matchingText, sharedLabels, vectorOperations } from "./vector-operations";

export const ruleMatching = ruleCheck({
  id: "rule-matching",
  title: "The sides of an operation match",
  severity: "error",
  why: "Loki combines two series only if their labels are equal; otherwise the operation returns nothing, or the evaluation fails",
  remedy: "group both sides by the same labels, or name the shared labels, as in on (namespace)",
  evidence:
    "https://grafana.com/docs/loki/latest/query/#many-to-one-and-one-to-many-vector-matches; pkg/logql/evaluator.go",
  find: (rule) => vectorOperations(rule).flatMap((operation) => finding(rule, operation) ?? []),
});

function finding(rule: RuleAnalysis, operation: BinaryOperation): RuleFinding | null {
  const absent = absentLabels(rule, operation);
  if (absent.length > 0) return ofAbsentLabels(rule, operation, absent);
  const mismatch = operation.operator === "or" ? null : mismatchOf(operation, rule.seriesOf);
  if (mismatch !== null) return ofMismatch(rule, operation, mismatch);
  return isSetOperation(operation.operator) ? null : ofRepeated(rule, operation);
}

/** The labels of on (…) that neither side has. Without any other label, all series match one another. */
export function absentLabels(rule: RuleAnalysis, { matching, left, right }: BinaryOperation): readonly string[] {
  if (matching?.on !== true) return [];
  const sides = [left, right].map((side) => rule.seriesOf(side).possible);
  return matching.labels.flatMap(({ name }) => (sides.some((side) => side.mayHave(name)) ? [] : [name]));
}

function ofAbsentLabels(rule: RuleAnalysis, operation: BinaryOperation, absent: readonly string[]): RuleFinding {
  const rest = operation.matching?.labels.filter(({ name }) => !absent.includes(name)) ?? [];
  return {
    location: inQuery(rule, operation.operatorSpan),
    got: `${matchingText(operation)}, while neither side has ${absent.join(", ")}`,
    expected: `labels of both sides: ${sharedLabels(rule, operation).join(", ") || "none"}`,
    remedy: rest.length > 0 ? `remove ${absent.join(", ")} from on (…)` : suggestion(rule, operation),
  };
}

function ofMismatch(rule: RuleAnalysis, operation: BinaryOperation, { label, side }: Mismatch): RuleFinding {
  const { operator, operatorSpan, left, right } = operation;
  const reason =
    side === "both" ? `the values of ${label} on the two sides differ` : `only the series on the ${side} have ${label}`;
  const effects: Readonly<Record<string, string>> = { and: "it passes nothing", unless: "it excludes nothing" };
  const [one, other] = [left, right].map((operand) => labelList(rule.seriesOf(operand).possible));
  return {
    location: inQuery(rule, operatorSpan),
    got: `${matchingText(operation)}, whose sides never match, so ${effects[operator] ?? "it returns nothing"}: ${reason}`,
    expected: `the same labels on both sides (left: ${one}; right: ${other})`,
    remedy: side === "both" ? withoutLabel(operation, label) : suggestion(rule, operation),
  };
}

function withoutLabel({ operator, matching }: BinaryOperation, label: string): string {
  if (matching === null) return `write ${operator} ignoring (${label})`;
  return matching.on ? `remove ${label} from on (…)` : `add ${label} to ignoring (…)`;
}

/** A matching that fits the labels of both sides. */
export function suggestion(rule: RuleAnalysis, operation: BinaryOperation): string {
  const { operator, bool, left, right } = operation;
  const vector = [left, right].find(({ kind }) => kind === "vector");
  if (vector?.kind === "vector" && operator === "unless") return "remove unless vector(…), which always has a value";
  if (vector?.kind === "vector" && !isSetOperation(operator)) return `write ${vector.value} instead of vector(…)`;
  const shared = sharedLabels(rule, operation);
  const [one, other] = [left, right].map((side) => [...rule.seriesOf(side).possible.names]);
  const leftOnly = one?.filter((name) => !shared.includes(name)) ?? [];
  const rightOnly = other?.filter((name) => !shared.includes(name)) ?? [];
  const start = `write ${operator}${bool ? " bool" : ""} on (${shared.join(", ")})`;
  if (leftOnly.length > 0 && rightOnly.length > 0 && (shared.length === 0 || !isSetOperation(operator))) {
    return `group both sides by the same labels, as in by (${one?.join(", ")})`;
  }
  if (isSetOperation(operator) || leftOnly.length + rightOnly.length === 0) return start;
  return `${start} group_${leftOnly.length > 0 ? "left" : "right"}`;
}

/** These labels of a pod's lines follow from its name. */
const OF_POD = ["namespace", "node", "app"];

function ofRepeated(rule: RuleAnalysis, operation: BinaryOperation): RuleFinding | null {
  const { matching, operatorSpan } = operation;
  const repeated = { left: repeats(rule, operation, "left"), right: repeats(rule, operation, "right") };
  const single = (["left", "right"] as const).filter((side) => side !== matching?.group);
  const side = single.find((candidate) => repeated[candidate].length > 0);
  if (side === undefined) return null;
  const isBoth = repeated.left.length > 0 && repeated.right.length > 0;
  const matched = [...matchedLabels(rule.seriesOf(operation[side]), operation).possible.names];
  const grouped = `group ${isBoth && matching?.group === null ? "both sides" : `the ${side} side`} by (${matched.join(", ")})`;
  return {
    location: inQuery(rule, operatorSpan),
    got: `${matchingText(operation)}, while several series on the ${side} differ only in ${repeated[side].join(", ")}, so the evaluation fails`,
    expected: `one series on the ${side} for each match`,
    remedy: isBoth ? grouped : `write ${matchingText(operation, side)}`,
  };
}

function repeats(rule: RuleAnalysis, operation: BinaryOperation, side: "left" | "right"): readonly string[] {
  const series = rule.seriesOf(operation[side]);
  const hasPod = matchedLabels(series, operation).possible.names.has("pod");
  return repeatedLabels(series, operation).filter((name) => !(hasPod && OF_POD.includes(name)));
}
