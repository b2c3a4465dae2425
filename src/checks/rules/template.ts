import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { type AlertText, readLabel } from "../../alerting/rule-analysis";
import type { Reference } from "../../go-template";
import { expressionsIn, LabelSet, labelsOfRange } from "../../logql";
import { labelList, type RuleFinding, ruleCheck, suggestLabel } from "./rule-check";

export const ruleTemplate = ruleCheck({
  id: "rule-template",
  title: "Alert templates use only labels that the alert has",
  severity: "error",
  why: "a reference to a missing label is empty in every notification",
  remedy: "use a label that the alert's series have, or keep the label through the query",
  evidence: "Prometheus expands a missing label to nothing: text/template with missingkey=zero",
  find: (rule) => rule.texts.flatMap((text) => emptyReferences(rule, text)),
});

function emptyReferences(rule: RuleAnalysis, { entry, template }: AlertText): readonly RuleFinding[] {
  if (template.problem !== null) return [];
  return unique(template.references).flatMap((reference) => {
    const label = readLabel(reference);
    if (label === null || rule.labels.mayHave(label) || rule.misgrouped.has(label)) return [];
    const meant = suggestLabel(label, rule.labels.names);
    const section = rule.rule.labels.includes(entry) ? "labels" : "annotations";
    return [
      {
        location: entry.text.locationOf(reference),
        got: `${section}.${entry.name} with the label "${label}", which the alert's series do not have`,
        expected: expectedLabels(rule),
        remedy: meant === null ? remedyFor(rule, label) : `did you mean "${meant}"?`,
      },
    ];
  });
}

const OF_ABSENCE = "remove it from the text: absent_over_time has only the labels that its selector sets with =";

function expectedLabels({ labels }: RuleAnalysis): string {
  if (labels.names.size > 0) return `one of their labels: ${labelList(labels)}`;
  return "a text without labels, or a query that keeps them";
}

function remedyFor(rule: RuleAnalysis, label: string): string {
  if (label === "alertname") return "write the alert's name: a template sees only the labels of the series";
  const lines = linesCounted(rule);
  if (lines === null) return OF_ABSENCE;
  const meant = lines.mayHave(label) ? label : suggestLabel(label, lines.names);
  if (meant === null) return `remove it from the text: the lines have no "${label}"`;
  const named = meant === label ? "or remove it from the text" : `and name "${meant}" in the text`;
  return `keep the label through the query, as in sum by (${meant}) (…), ${named}`;
}

/** The labels that a grouping could keep, or null if the query only detects the absence of lines. */
function linesCounted({ metric, linesOf }: RuleAnalysis): LabelSet | null {
  const parts = metric === null ? [] : expressionsIn(metric);
  const ranges = parts.flatMap((part) => (part.kind === "rangeAggregation" ? [part] : []));
  const counted = ranges.filter((part) => part.function !== "absent_over_time");
  if (counted.length === 0 && ranges.length > 0) return null;
  return counted.reduce((labels, { range }) => labels.or(labelsOfRange(range, linesOf)), LabelSet.none);
}

/** Each label once per text: {{ if $labels.a }}{{ $labels.a }}{{ end }} is one mistake. */
function unique(references: readonly Reference[]): readonly Reference[] {
  const first = (one: Reference) => references.findIndex((other) => readLabel(other) === readLabel(one));
  return references.filter((reference, index) => first(reference) === index);
}
