import type { GroupingAnalysis, RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { EVENTS } from "../../alloy/source-contracts";
import { stageMatchers } from "../../logql";
import { filterFault } from "./filter";
import { inQuery, labelList, type RuleFinding, ruleCheck, suggestLabel, textsReading } from "./rule-check";

export const ruleGrouping = ruleCheck({
  id: "rule-grouping",
  title: "Queries group by labels that exist",
  severity: "error",
  why: "a missing label is empty in every alert, so the alerts cannot be told apart by it",
  remedy: "group by a label that the series have",
  evidence: "docs/logs.md; Loki treats such a label as empty, without an error",
  find: absentLabels,
});

/** One finding for each grouping. A label that the query groups by twice is one mistake, too. */
function absentLabels(rule: RuleAnalysis): readonly RuleFinding[] {
  const reported = new Set(rule.selections.flatMap((analysis) => missingFields(rule, analysis)));
  return [...rule.groupings].reverse().flatMap((analysis) => {
    const absent = analysis.absent.filter((name) => !reported.has(name));
    for (const name of absent) reported.add(name);
    return absent.length === 0 ? [] : [finding(rule, { ...analysis, absent })];
  });
}

/** The fields of events that the finding about a filter already says how to extract. */
function missingFields(rule: RuleAnalysis, analysis: SelectionAnalysis): readonly string[] {
  const { sources, selection } = analysis;
  if (!sources.every((source) => source === EVENTS) || filterFault(analysis, rule) === null) return [];
  const fields = (EVENTS.fields ?? []).map(({ name }) => name);
  if (!selection.stages.some(({ kind }) => kind === "logfmt")) return fields;
  const filtered = selection.stages.flatMap(stageMatchers).map(({ label }) => label.name);
  return fields.filter((name) => filtered.includes(name));
}

function finding(rule: RuleAnalysis, { grouping, labels, absent }: GroupingAnalysis): RuleFinding {
  const word = grouping.by ? "by" : "without";
  const first = grouping.labels.find(({ name }) => name === absent[0]);
  return {
    location: inQuery(rule, first ?? grouping),
    got: `${word} (${absent.join(", ")}), which none of these series has`,
    expected: `labels of the series: ${labelList(labels)}`,
    remedy: withTexts(rule, absent, remedyFor({ grouping, labels, absent })),
  };
}

function remedyFor({ grouping, labels, absent }: GroupingAnalysis): string {
  const meant = absent.map((name) => ({ name, label: suggestLabel(name, labels.names) }));
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0 && only.label !== null) return `did you mean "${only.label}"?`;
  const renamed = meant.flatMap(({ name, label }) => (label === null ? [] : [`"${label}" instead of "${name}"`]));
  const removed = meant.flatMap(({ name, label }) => (label === null ? [`"${name}"`] : []));
  const remove = removed.length === 0 ? [] : [`remove ${removed.join(" and ")}`];
  const write = renamed.length === 0 ? [] : [`write ${renamed.join(" and ")}`];
  const extract = grouping.by && removed.length > 0 ? ", or extract it first" : "";
  return `${[...write, ...remove].join(", and ")}${extract}`;
}

/** A text that reads such a label needs the same change. */
function withTexts(rule: RuleAnalysis, absent: readonly string[], remedy: string): string {
  const names = textsReading(rule, absent);
  if (names.length === 0) return remedy;
  return `${remedy}${remedy.endsWith("?") ? " Do" : "; do"} the same in ${names.join(" and ")}`;
}
