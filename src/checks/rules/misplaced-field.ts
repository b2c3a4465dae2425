import type { LabelEntry } from "../../alerting/rule-file/fields";
import { prometheusDuration } from "../../logql";
import { type RuleFinding, ruleCheck } from "./rule-check";

/** Fields that a rule works without, so that nothing else reports that they are missing. */
const FIELDS = ["for", "keep_firing_for"];

export const ruleMisplacedField = ruleCheck({
  id: "rule-misplaced-field",
  title: "Labels and annotations contain no field of the rule",
  severity: "warning",
  why: "the ruler takes the field for a label or annotation, and the rule works without it",
  remedy: "indent the field less, to the level of expr",
  evidence: "Loki 3.7.8 loads such a rule; the alert fires without waiting",
  find: ({ rule }) => [
    ...misplaced("labels", rule.labels, rule.for !== null),
    ...misplaced("annotations", rule.annotations, rule.for !== null),
  ],
});

function misplaced(key: string, entries: readonly LabelEntry[], waits: boolean): readonly RuleFinding[] {
  return entries
    .filter(({ name, text }) => FIELDS.includes(name) && !waits && prometheusDuration(text.value) !== null)
    .map(({ name, title, text }) => ({
      location: title.location(),
      got: `${name}: ${text.value} inside ${key}`,
      expected: `${name} at the level of expr and ${key}`,
      remedy: `indent ${name} less, to the level of ${key}`,
    }));
}
