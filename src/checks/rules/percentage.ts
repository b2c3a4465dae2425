import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { constantValue, expressionsIn, lineAmount, type Metric, type NumberComparison } from "../../logql";
import { aggregated, isCount, neverHolds, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const rulePercentage = ruleCheck({
  id: "rule-percentage",
  title: "Ratios and percentages are not mixed up",
  severity: "warning",
  why: "a ratio and its percentage differ by a factor of 100, so the alert fires far too often, or its text states a wrong number",
  remedy: "use one unit in the query, the threshold and the text",
  evidence:
    "https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#numbers (humanizePercentage)",
  find(rule) {
    if (rule.rule.kind !== "alert" || rule.metric === null) return [];
    const comparisons = numberComparisons(rule.metric);
    // A threshold in the wrong unit explains a text in that unit.
    if (comparisons.some((comparison) => neverHolds(rule, comparison))) return [];
    const thresholds = comparisons.flatMap((comparison) => ratioAsPercentage(rule, comparison) ?? []);
    return thresholds.length > 0 ? thresholds : wrongTexts(rule, unitOf(rule.metric));
  },
});

/** The factor of a share of lines or bytes: 1 for a ratio and 100 for a percentage. Null for any other value. */
function shareFactor(metric: Metric): number | null {
  if (metric.kind === "vectorAggregation") {
    return ["avg", "max", "min", "topk", "bottomk", "sort", "sort_desc"].includes(metric.function)
      ? shareFactor(metric.operand)
      : null;
  }
  if (metric.kind === "labelReplace") return shareFactor(metric.operand);
  if (metric.kind !== "binaryOperation") return null;
  const { operator, left, right } = metric;
  const [a, b] = [constantValue(left), constantValue(right)];
  if (operator === "*") return times(b === null ? shareFactor(right) : shareFactor(left), b ?? a);
  if (operator === "-") return a === null ? null : remainder(a, shareFactor(right));
  if (operator !== "/") return null;
  return b === null ? ratioFactor(left, right) : times(shareFactor(left), 1 / b);
}

function times(factor: number | null, number: number | null): number | null {
  return factor === null || number === null ? null : factor * number;
}

/** The rest of the whole, as in 1 - ratio or 100 - percentage. */
function remainder(whole: number, factor: number | null): number | null {
  return factor !== null && isAbout(factor, whole) ? factor : null;
}

/** The factor of a ratio of two amounts in the same unit. */
function ratioFactor(left: Metric, right: Metric): number | null {
  const [part, whole] = [lineAmount(left), lineAmount(right)];
  return part === null || whole === null || part.unit !== whole.unit ? null : part.each / whole.each;
}

function isAbout(factor: number | null, number: number): boolean {
  return factor !== null && Math.abs(factor / number - 1) < 1e-6;
}

function ratioAsPercentage(rule: RuleAnalysis, comparison: NumberComparison): RuleFinding | null {
  const { operation, metric, operator, number } = comparison;
  if (!isAbout(shareFactor(metric), 100) || number <= 0 || number >= 1 || statesPercent(rule, number)) return null;
  return {
    location: inQuery(rule, operation.operatorSpan),
    got: `a percentage ${operator} ${number}, which is ${number} %`,
    expected: "a threshold in percent, since the query multiplies by 100",
    remedy: `write ${operator} ${rounded(number * 100)} for ${rounded(number * 100)} %; if you mean ${number} %, state "${number}%" in the alert's text`,
  };
}

/** Whether the alert's own text gives the number in percent. */
function statesPercent({ rule }: RuleAnalysis, number: number): boolean {
  const stated = new RegExp(`(?<![\\d.])${String(number).replace(".", "\\.")}\\s*(%|percent)`, "i");
  return rule.annotations.some(({ text }) => stated.test(text.value));
}

function rounded(number: number): number {
  return Number(number.toPrecision(6));
}

const SAME_FUNCTION = "use the same function on both sides: rate or count_over_time";

/** With one function, the factor comes from windows that differ on purpose, as in a comparison with the usual rate. */
function functionsIn(metric: Metric): ReadonlySet<string> {
  return new Set(expressionsIn(metric).flatMap((part) => (part.kind === "rangeAggregation" ? [part.function] : [])));
}

/** The remedy for a threshold that no share of lines reaches, or null if the metric is no share. */
export function percentRemedy({ metric, operator, number }: NumberComparison): string | null {
  const factor = shareFactor(metric);
  if (factor === null) return null;
  if (isAbout(factor, 100)) return `write ${operator} 5 for 5 %`;
  if (!isAbout(factor, 1)) return functionsIn(metric).size > 1 ? SAME_FUNCTION : null;
  const percent = number >= 1 && number < 100 ? number : 5;
  return `write ${operator} ${rounded(percent / 100)} for ${percent} %: the query returns a ratio`;
}

type Unit = "ratio" | "percentage" | "count" | null;

/** What the alert's value is. */
function unitOf(metric: Metric): Unit {
  if (metric.kind === "binaryOperation" && !metric.bool) {
    const { operator, left, right } = metric;
    if (operator === "and" || operator === "unless") return unitOf(left);
    if (/^[=<>!]/.test(operator)) return unitOf(constantValue(left) === null ? left : right);
  }
  const factor = shareFactor(metric);
  if (isAbout(factor, 1)) return "ratio";
  if (isAbout(factor, 100)) return "percentage";
  const aggregation = aggregated(metric);
  return aggregation !== null && isCount(aggregation) ? "count" : null;
}

const VALUE_ACTION = /\{\{-?((?:(?!\}\}).)*?(?:\$value\b|\.Value\b)(?:(?!\}\}).)*?)-?\}\}(\s?%)?/g;

function wrongTexts(rule: RuleAnalysis, unit: Unit): readonly RuleFinding[] {
  if (unit === null) return [];
  return rule.rule.annotations.flatMap(({ name, text }) => {
    const actions = [...text.value.matchAll(VALUE_ACTION)];
    const wrong = actions.find(([whole, action = "", sign]) => isWrong(unit, action, sign, whole));
    if (wrong === undefined) return [];
    const span = { from: wrong.index, to: wrong.index + wrong[0].length };
    return [
      {
        location: text.locationOf(span),
        got: `annotations.${name} with ${wrong[0]}, while the value is a ${unit}`,
        ...advice(unit),
      },
    ];
  });
}

function isWrong(unit: Unit, action: string, sign: string | undefined, whole: string): boolean {
  const isScaled = /\bhumanizePercentage\b/.test(action);
  const showsSign = sign !== undefined || whole.includes("%%");
  if (unit === "ratio") return showsSign && !isScaled;
  return unit === "percentage" ? isScaled : isScaled || showsSign;
}

function advice(unit: Exclude<Unit, null>): Pick<RuleFinding, "expected" | "remedy"> {
  switch (unit) {
    case "ratio":
      return { expected: "the ratio as a percentage", remedy: "write {{ $value | humanizePercentage }}" };
    case "percentage":
      return { expected: "the percentage as it is", remedy: 'write {{ $value | printf "%.1f" }}%' };
    case "count":
      return { expected: "a number of lines or bytes", remedy: "write {{ $value }} without a percent sign" };
  }
}
