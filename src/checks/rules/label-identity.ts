import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { type RuleFinding, ruleCheck, textsOf } from "./rule-check";

/**
 * A label that only compares the value, such as {{ if gt $value 100.0 }}critical{{ else }}warning{{ end }}, has few
 * results and changes only when the value crosses the threshold. People write it to escalate, and Grafana documents it
 * as a pattern, so it is no finding.
 * @see https://grafana.com/docs/grafana/latest/alerting/examples/dynamic-labels
 */
export const ruleLabelIdentity = ruleCheck({
  id: "rule-label-identity",
  title: "Labels of alerts stay the same from one evaluation to the next",
  severity: "error",
  why: "the labels are the alert's identity: each change resolves the alert and starts another, whose `for` begins again",
  remedy: "move the value to an annotation",
  evidence:
    "https://github.com/prometheus/prometheus/blob/v3.12.0/rules/alerting.go (Eval: the hash of the labels is the key)",
  find: (rule) => [...changing(rule, "value"), ...changing(rule, "time")],
});

const SOURCES = { value: "the value of the query", time: "the time" } as const;

/** One finding for all labels that change with the same source. */
function changing(rule: RuleAnalysis, source: keyof typeof SOURCES): readonly RuleFinding[] {
  const texts = rule.texts.filter(({ changesWith }) => changesWith === source);
  const [first] = texts;
  if (first === undefined || (source === "value" && isConstant(rule))) return [];
  return [
    {
      location: first.entry.text.location(),
      got: `${textsOf(texts)} with ${SOURCES[source]}, which differs at every evaluation`,
      expected: "labels that stay the same as long as the alert fires",
      remedy: `move ${texts.map(({ entry }) => entry.name).join(" and ")} to the annotations`,
    },
  ];
}

/** absent_over_time and vector return the same value each time. */
function isConstant({ metric, valuesOf }: RuleAnalysis): boolean {
  if (metric === null) return false;
  const { parts } = valuesOf(metric);
  return parts.every(({ values: { low, high } }) => low === high && low === parts[0]?.values.low);
}
