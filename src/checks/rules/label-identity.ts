import type { AlertText } from "../../alerting/rule-analysis";
import { type RuleFinding, ruleCheck } from "./rule-check";

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
  find: ({ texts }) => texts.flatMap(changing),
});

function changing({ entry, changesWith }: AlertText): readonly RuleFinding[] {
  if (changesWith === null) return [];
  const source = changesWith === "value" ? "the value of the query" : "the time";
  return [
    {
      location: entry.text.location(),
      got: `labels.${entry.name} with ${source}, which differs at every evaluation`,
      expected: "labels that stay the same as long as the alert fires",
      remedy: `move ${entry.name} to the annotations`,
    },
  ];
}
