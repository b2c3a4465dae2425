import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { expressionsIn, LabelSet, labelsOfRange } from "../../logql";
import { SOURCE_LABELS, suggestLabel } from "./rule-check";

/** How a text can read a label. */
export interface LabelReading {
  /** The name to write in the text; null if there is no such label. */
  readonly name: string | null;
  /** Whether the lines have the label and the query drops it. */
  readonly isDropped: boolean;
}

/** Returns how the rule's texts can read what the user calls by this name. */
export function labelReading(rule: RuleAnalysis, name: string): LabelReading {
  if (name === "alertname") return { name: null, isDropped: false };
  if (rule.labels.mayHave(name)) return { name, isDropped: false };
  const meant = likelyLabel(name, rule.labels);
  if (meant !== null) return { name: meant, isDropped: false };
  const lines = linesCounted(rule) ?? LabelSet.none;
  const dropped = droppedLabel(rule, name, lines);
  return { name: dropped, isDropped: dropped !== null };
}

function droppedLabel({ selections }: RuleAnalysis, name: string, lines: LabelSet): string | null {
  const isWrong = selections.some(({ sources }) => sources.length === 0);
  const isKnown = lines.names.has(name) || SOURCE_LABELS.includes(name);
  const meant = isWrong && !isKnown ? suggestLabel(name, SOURCE_LABELS) : null;
  return meant ?? (lines.mayHave(name) ? name : likelyLabel(name, lines));
}

function likelyLabel(name: string, { names }: LabelSet): string | null {
  const sameWord = [...names].find((known) => known.toLowerCase() === name.toLowerCase());
  return sameWord ?? suggestLabel(name, names);
}

/** The remedy for a text that names a label in a way that Go doesn't read. */
export function writeLabel(rule: RuleAnalysis, name: string): string {
  const reading = labelReading(rule, name);
  if (reading.name === null) return `remove it: the alert's series have no "${name}" (their labels: ${namesOf(rule)})`;
  const write = `write {{ $labels.${reading.name} }}`;
  return reading.isDropped ? `${write}, and ${keepLabels(rule, [reading.name])}` : write;
}

/** The part of a remedy that keeps labels through the query, with those that the query groups by already. */
export function keepLabels({ metric, labels }: RuleAnalysis, names: readonly string[]): string {
  const parts = metric === null ? [] : expressionsIn(metric);
  const groupings = parts.flatMap((part) =>
    (part.kind === "vectorAggregation" || part.kind === "rangeAggregation") && part.grouping !== null
      ? [part.grouping]
      : [],
  );
  const [first] = groupings;
  if (first !== undefined && !first.by) return `remove ${names.join(", ")} from without (…)`;
  const grouped = first?.labels.flatMap(({ name }) => (labels.mayHave(name) ? [name] : [])) ?? [];
  const by = `by (${[...new Set([...grouped, ...names])].join(", ")})`;
  if (first === undefined) return `keep it through the query, as in sum ${by} (…)`;
  return groupings.length > 1 ? `keep it through the query with ${by} in each aggregation` : `group ${by} in the query`;
}

/** The labels that a grouping could keep, or null if the query only detects the absence of lines. */
export function linesCounted({ metric, linesOf }: RuleAnalysis): LabelSet | null {
  const parts = metric === null ? [] : expressionsIn(metric);
  const ranges = parts.flatMap((part) => (part.kind === "rangeAggregation" ? [part] : []));
  const counted = ranges.filter((part) => part.function !== "absent_over_time");
  if (counted.length === 0 && ranges.length > 0) return null;
  return counted.reduce((labels, { range }) => labels.or(labelsOfRange(range, linesOf)), LabelSet.none);
}

function namesOf({ labels }: RuleAnalysis): string {
  return labels.names.size === 0 ? "none" : [...labels.names].join(", ");
}
