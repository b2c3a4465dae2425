import { type AlertText, type RuleAnalysis, readLabel } from "../../alerting/rule-analysis";
import type { Reference } from "../../go-template";
import { expressionsIn, LabelSet, labelsOfRange } from "../../logql";
import { meantLabel, namedLabels, type RuleFinding, ruleCheck } from "./rule-check";

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
    const section = rule.rule.labels.includes(entry) ? "labels" : "annotations";
    return [
      {
        location: entry.text.locationOf(reference),
        got: `${section}.${entry.name} with the label "${label}", which the alert's series don't carry`,
        expected: wantedOf(rule),
        remedy: meant === null ? remedyFor(rule, label) : `did you mean "${meant}"?`,
      },
    ];
  });
}

const OF_ABSENCE = "leave it out of the text: absent_over_time has the labels alone that its selector sets with =";

function wantedOf({ labels }: RuleAnalysis): string {
  if (labels.names.size > 0) return `one of what they carry: ${namedLabels(labels)}`;
  return "a text without labels, or a query that keeps them";
}

function remedyFor(rule: RuleAnalysis, label: string): string {
  if (label === "alertname") return "write the alert's name out: a template sees the labels of the series alone";
  const lines = linesCounted(rule);
  if (lines === null) return OF_ABSENCE;
  const meant = lines.mayHave(label) ? label : meantLabel(label, lines.names);
  if (meant === null) return `leave it out of the text: the lines have no "${label}"`;
  const named = meant === label ? "or leave it out of the text" : `and name "${meant}" in the text`;
  return `keep the label through the query, as in sum by (${meant}) (…), ${named}`;
}

/** The labels that a grouping could keep, or null where the query tells the absence of lines alone. */
function linesCounted({ metric, linesOf }: RuleAnalysis): LabelSet | null {
  const parts = metric === null ? [] : expressionsIn(metric);
  const ranges = parts.flatMap((part) => (part.kind === "rangeAggregation" ? [part] : []));
  const counted = ranges.filter((part) => part.function !== "absent_over_time");
  if (counted.length === 0 && ranges.length > 0) return null;
  return counted.reduce((labels, { range }) => labels.or(labelsOfRange(range, linesOf)), LabelSet.none);
}

/** Each label once in a text: {{ if $labels.a }}{{ $labels.a }}{{ end }} is one mistake. */
function unique(references: readonly Reference[]): readonly Reference[] {
  const first = (one: Reference) => references.findIndex((other) => readLabel(other) === readLabel(one));
  return references.filter((reference, index) => first(reference) === index);
}
