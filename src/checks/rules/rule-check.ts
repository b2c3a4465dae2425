import { closest, distance } from "fastest-levenshtein";
import { type AlertText, analyzedRules, type RuleAnalysis, readLabel } from "../../alerting/rule-analysis";
import type { SourceLocation } from "../../alerting/rule-file/located-text";
import { EVENTS, JOURNAL, PODS } from "../../alloy/source-contracts";
import { LabelSet, type Span } from "../../logql";
import type { RenderedStack } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";

export interface RuleCheckProps extends Omit<Check, "find" | "needs"> {
  find(rule: RuleAnalysis, stack: RenderedStack): readonly RuleFinding[];
}

export interface RuleFinding extends Pick<Finding, "got" | "expected" | "remedy"> {
  readonly location: SourceLocation;
}

/** A check that examines each rule separately. */
export function ruleCheck({ find, ...check }: RuleCheckProps): Check {
  return {
    ...check,
    find: (stack) =>
      analyzedRules(stack.model).flatMap((rule) =>
        find(rule, stack).map((finding) => ({ setting: settingOf(rule), ...finding })),
      ),
  };
}

/** The setting of a finding about a rule. */
export function settingOf({ file, rule }: Pick<RuleAnalysis, "file" | "rule">): string {
  return `${file.path}: ${rule.name}`;
}

/** The location of a part of a rule's query. */
export function inQuery({ rule }: RuleAnalysis, span: Span): SourceLocation {
  return rule.expr.locationOf(span);
}

/** A part of a rule's query as the user wrote it, on one line. */
export function written({ rule }: RuleAnalysis, { from, to }: Span): string {
  return rule.expr.value.slice(from, to).replace(/\s+/g, " ");
}

/** The labels as a comma-separated list. */
export function labelList(labels: LabelSet): string {
  return labels.names.size === 0 ? "no label" : [...labels.names].join(", ");
}

/** The texts of an alert that read one of these labels, such as "annotations.summary". */
export function textsReading({ rule, texts }: RuleAnalysis, names: readonly string[]): readonly string[] {
  const reading = texts.filter(({ template }) =>
    template.references.some((reference) => names.includes(readLabel(reference) ?? "")),
  );
  return reading.map(({ entry }) => `${rule.labels.includes(entry) ? "labels" : "annotations"}.${entry.name}`);
}

/** The labels of all sources, which the lines may have once the selector's own mistake is corrected. */
export const SOURCE_LABELS: readonly string[] = [PODS, JOURNAL, EVENTS].flatMap(({ labels, metadata }) =>
  [...labels, ...metadata].map(({ name }) => name),
);

/** A label that the alert's texts read. */
export interface LabelRead {
  readonly name: string;
  /** The name that the series have for it; null if they have none. */
  readonly label: string | null;
}

/** The labels that the alert's texts read. Without a source, the series have those that a corrected selector gives them. */
export function labelsRead({ texts, selections }: RuleAnalysis, series: LabelSet): readonly LabelRead[] {
  const names = new Set(texts.flatMap(({ template }) => template.references.flatMap((one) => readLabel(one) ?? [])));
  const isParsed = selections.some(({ selection }) => selection.stages.some(({ kind }) => PARSERS.includes(kind)));
  const isKnown = (name: string) => isParsed || !hasNoSource(series) || SOURCE_LABELS.includes(name);
  return [...names].map((name) => {
    if (!isKnown(name)) return { name, label: suggestLabel(name, SOURCE_LABELS) };
    return { name, label: series.mayHave(name) ? name : null };
  });
}

/** The parsers that find any label. */
const PARSERS: readonly string[] = ["json", "logfmt", "unpack"];

/** Whether no source has the lines of these series, so that any label is possible. */
export function hasNoSource({ open, names }: LabelSet): boolean {
  return open && names.size === 0;
}

/** Labels to group by: one that identifies the problem, and those that the alert's texts read. */
export function labelsToKeep(rule: RuleAnalysis, series: LabelSet): string {
  const needed = new Set(labelsRead(rule, series).flatMap(({ label }) => label ?? []));
  const labels = hasNoSource(series) ? new LabelSet(SOURCE_LABELS) : series;
  const usual = ["namespace", "node", "job"].find((name) => labels.names.has(name));
  const names = usual === undefined || needed.has(usual) ? [...needed] : [usual, ...needed];
  return names.length === 0 ? "…" : names.join(", ");
}

/** The label that the user most likely meant, or null. */
export function suggestLabel(name: string, labels: Iterable<string>): string | null {
  const names = [...labels].filter((known) => known !== name);
  if (names.length === 0) return null;
  const alias = ALIASES[name]?.find((known) => names.includes(known));
  const near = closest(name, names);
  return alias ?? (isTypo(name, near) ? near : null);
}

/** In a short name, one changed letter makes another word: "code" is not a typo of "node". */
function isTypo(name: string, known: string): boolean {
  return name[0] === known[0] && distance(name, known) <= name.length / 3;
}

/** The names that other agents and conventions use for the labels of this stack, the likeliest first. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  kubernetes_namespace_name: ["namespace"],
  kubernetes_pod_name: ["pod"],
  kubernetes_container_name: ["container"],
  k8s_namespace_name: ["namespace"],
  k8s_pod_name: ["pod"],
  k8s_container_name: ["container"],
  k8s_node_name: ["node"],
  app_kubernetes_io_name: ["app"],
  pod_name: ["pod"],
  container_name: ["container"],
  node_name: ["node"],
  hostname: ["node"],
  host: ["node"],
  instance: ["node", "pod"],
  service: ["service_name", "app"],
  level: ["detected_level"],
  severity: ["detected_level"],
  systemd_unit: ["unit"],
  __systemd_unit: ["unit"],
};

/** The names of texts, such as "labels.team and annotations.summary". */
export function textsOf(texts: readonly AlertText[]): string {
  return texts.map(({ section, entry }) => `${section}.${entry.name}`).join(" and ");
}
