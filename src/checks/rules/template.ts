import type { RuleAnalysis } from "../../alerting/analysis/rule-analysis";
import { type AlertText, readLabel } from "../../alerting/analysis/templates";
import type { Reference } from "../../go-template/pipeline";
import { meantLabel, namedLabels } from "./labels";
import { type RuleFinding, ruleCheck } from "./rule-check";

export const ruleTemplate = ruleCheck({
  id: "rule-template",
  severity: "error",
  reason:
    "a template that names a label which the alert's series don't carry is empty whenever somebody is woken by it",
  evidence: "Prometheus expands a missing label to nothing: text/template with missingkey=zero",
  find: (rule) => rule.texts.flatMap((text) => emptyReferences(rule, text)),
});

function emptyReferences(rule: RuleAnalysis, { entry, template }: AlertText): readonly RuleFinding[] {
  if (template.problem !== null) return [];
  return unique(template.references).flatMap((reference) => {
    const label = readLabel(reference);
    if (label === null || rule.labels.mayHave(label)) return [];
    const meant = meantLabel(label, rule.labels.names);
    return [
      {
        place: entry.text.placeOf(reference),
        got: `${entry.name} with the label "${label}", which the alert's series don't carry`,
        wanted: `one of what they carry: ${namedLabels(rule.labels)}`,
        remedy: meant === null ? remedyFor(label) : `did you mean "${meant}"?`,
      },
    ];
  });
}

function remedyFor(label: string): string {
  return label === "alertname"
    ? "write the alert's name out: a template sees the labels of the series alone"
    : `keep the label through the query, as in sum by (${label}) (…), or leave it out of the text`;
}

/** Each label once in a text: {{ if $labels.a }}{{ $labels.a }}{{ end }} is one mistake. */
function unique(references: readonly Reference[]): readonly Reference[] {
  const first = (one: Reference) => references.findIndex((other) => readLabel(other) === readLabel(one));
  return references.filter((reference, index) => first(reference) === index);
}
