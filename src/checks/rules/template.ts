import { type AlertText, type RuleAnalysis, readLabel } from "../../alerting/rule-analysis";
import type { Reference } from "../../go-template";
import { keepLabels, labelReading, linesCounted } from "./label-remedy";
import { labelList, type RuleFinding, ruleCheck, textsOf } from "./rule-check";

export const ruleTemplate = ruleCheck({
  id: "rule-template",
  title: "Alert templates use only labels that the alert has",
  severity: "error",
  why: "a reference to a missing label is empty in every notification",
  remedy: "use a label that the alert's series have, or keep the label through the query",
  evidence: "Prometheus expands a missing label to nothing: text/template with missingkey=zero",
  find: missingLabels,
});

/** A label that texts read, and that the alert's series don't have. */
interface MissingLabel {
  readonly label: string;
  readonly texts: readonly AlertText[];
  readonly text: AlertText;
  readonly reference: Reference;
}

/** One finding for all labels that the query drops, because one grouping keeps them; one for each other label. */
function missingLabels(rule: RuleAnalysis): readonly RuleFinding[] {
  const missing = [...byLabel(rule).values()];
  const dropped = missing.filter(({ label }) => {
    const { name, isDropped } = labelReading(rule, label);
    const isOwn = rule.rule.labels.some((own) => own.name === label);
    return isDropped && name === label && !isOwn && linesCounted(rule) !== null;
  });
  const others = missing
    .filter((one) => !dropped.includes(one))
    .map((one) => finding(rule, [one], remedyFor(rule, one)));
  if (dropped.length === 0) return others;
  const keep = keepLabels(
    rule,
    dropped.map(({ label }) => label),
  );
  return [finding(rule, dropped, `${keep}, or remove ${dropped.length > 1 ? "them" : "it"} from the text`), ...others];
}

function byLabel(rule: RuleAnalysis): ReadonlyMap<string, MissingLabel> {
  const labels = new Map<string, MissingLabel>();
  for (const text of rule.texts) {
    for (const reference of text.template.references) {
      const label = readLabel(reference);
      // The expansion of a path such as $labels.kubernetes.io fails, which is another finding.
      if (label === null || rule.labels.mayHave(label) || reference.path.at(-1) !== label) continue;
      // rule-grouping reports it, and names these texts.
      if (rule.misgrouped.has(label)) continue;
      const known = labels.get(label);
      if (known === undefined) labels.set(label, { label, texts: [text], text, reference });
      else labels.set(label, { ...known, texts: [...new Set([...known.texts, text])] });
    }
  }
  return labels;
}

function finding(rule: RuleAnalysis, missing: readonly MissingLabel[], remedy: string): RuleFinding {
  const [first] = missing;
  const names = missing.map(({ label }) => `"${label}"`).join(" and ");
  const texts = textsOf([...new Set(missing.flatMap((one) => one.texts))]);
  return {
    location: first === undefined ? rule.rule.expr.location() : first.text.entry.text.locationOf(first.reference),
    got: `${texts} with the ${missing.length > 1 ? "labels" : "label"} ${names}, which the alert's series do not have`,
    expected: expectedLabels(rule),
    remedy,
  };
}

const OF_ABSENCE = "remove it from the text: absent_over_time has only the labels that its selector sets with =";

function expectedLabels({ labels }: RuleAnalysis): string {
  if (labels.names.size > 0) return `one of their labels: ${labelList(labels)}`;
  return "a text without labels, or a query that keeps them";
}

/** The remedy for a label that the lines don't have either, at least not by this name. */
function remedyFor(rule: RuleAnalysis, { label }: MissingLabel): string {
  const own = rule.rule.labels.find(({ name }) => name === label);
  if (own !== undefined) {
    return `write "${own.text.value}" itself: a template sees only the labels of the series, not those of the rule`;
  }
  if (label === "alertname") return "write the alert's name: a template sees only the labels of the series";
  const { name, isDropped } = labelReading(rule, label);
  if (name !== null && !isDropped) return `did you mean "${name}"?`;
  if (linesCounted(rule) === null) return OF_ABSENCE;
  if (name === null) return `remove it from the text: the lines have no "${label}"`;
  return `${keepLabels(rule, [name])}, and name "${name}" in the text`;
}
