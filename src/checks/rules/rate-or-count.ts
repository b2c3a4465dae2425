import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { NumberComparison } from "../../logql";
import { aggregated, isRate, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleRateOrCount = ruleCheck({
  id: "rule-rate-or-count",
  title: "Thresholds match rate or count_over_time",
  severity: "warning",
  why: "rate counts lines per second and count_over_time counts lines per window; the wrong one changes the threshold by a factor of the window's length",
  remedy: "use the function that matches the threshold",
  evidence: "https://grafana.com/docs/loki/latest/query/metric_queries/#log-range-aggregations",
  find: (rule) =>
    rule.metric === null
      ? []
      : numberComparisons(rule.metric).flatMap((comparison) => [
          ...fractionOfCount(rule, comparison),
          ...countOfRate(rule, comparison),
        ]),
});

function fractionOfCount(rule: RuleAnalysis, { operation, metric, number }: NumberComparison): readonly RuleFinding[] {
  if (aggregated(metric)?.function !== "count_over_time" || Number.isInteger(number)) return [];
  return [
    {
      location: inQuery(rule, operation.operatorSpan),
      got: `count_over_time compared with ${number}, which is not a whole number`,
      expected: "a whole number of lines, or a rate",
      remedy: `use rate(…) for ${number} lines per second, or a whole number`,
    },
  ];
}

/** Reported only if the alert's own text gives the number another meaning. */
function countOfRate(rule: RuleAnalysis, { operation, metric, number }: NumberComparison): readonly RuleFinding[] {
  const aggregation = aggregated(metric);
  if (aggregation === null || !isRate(aggregation)) return [];
  const contradiction = rule.rule.annotations.map(({ text }) => text.value).find((text) => statesCount(text, number));
  if (contradiction === undefined) return [];
  return [
    {
      location: inQuery(rule, operation.operatorSpan),
      got: `${aggregation.function} compared with ${number}, which is ${number} per second, while the alert's text says "${countIn(contradiction, number)}"`,
      expected: "the number in the text",
      remedy: "use count_over_time instead of rate, or divide the number by the window's seconds",
    },
  ];
}

function statesCount(text: string, number: number): boolean {
  return countIn(text, number) !== null;
}

function countIn(text: string, number: number): string | null {
  const amount = String(number).replace(".", "\\.");
  const span =
    "(?:in|within|per|over|every)\\s+(?:the\\s+)?(?:last\\s+|past\\s+)?(?:\\d+\\s*)?(?:m|min|minutes?|h|hours?)\\b";
  const [found] = new RegExp(`(?<![\\d.])${amount}(?![\\d.%])[^.;{}\\n]{0,40}?\\b${span}`, "i").exec(text) ?? [];
  return found === undefined || /sec|\/\s*s\b|\bps\b|rate/i.test(found) ? null : found;
}
