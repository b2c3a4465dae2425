import { EVENTS, JOURNAL, PODS } from "../../alloy/source-contracts";
import type { Execution, Fault, Reference, TemplateAnalysis } from "../../go-template";
import type { LabelSet } from "../../logql";
import type { LabelEntry } from "../rule-file/fields";
import type { Rule } from "../rule-file/rule-file";
import { type AlertSample, analyzeAlertTemplate, expandAlertTemplate } from "./expand";

/** A label or annotation of an alert, its template, and what the template expands to. */
export interface AlertText extends Expansion {
  readonly entry: LabelEntry;
  readonly section: "labels" | "annotations";
}

/** The template of a text, and what it expands to with sample values. */
interface Expansion {
  readonly template: TemplateAnalysis;
  /** What fails or prints an error in the expansion with sample values, each once. */
  readonly faults: readonly Fault[];
  /** An expansion with sample values; null if it can't be determined. */
  readonly example: string | null;
  /** Whether every expansion is empty, although the text isn't. */
  readonly isEmpty: boolean;
  /** What changes a label at every evaluation, and with it the alert's identity; null for an annotation. */
  readonly changesWith: "value" | "time" | null;
}

/** The expansions of texts that several rules share, such as the severity. */
export type Expansions = Map<string, Expansion>;

/**
 * Returns the texts of an alert. A recording rule has none, because its labels aren't templates.
 * @param labels the labels that the alert's series may have
 * @param known the expansions for other rules, to which it adds its own
 */
export function alertTexts(
  { kind, labels: own, annotations }: Rule,
  labels: LabelSet,
  known: Expansions,
): readonly AlertText[] {
  if (kind === "record") return [];
  const series = `${labels.open} ${[...labels.names].join()}`;
  const textOf = (section: AlertText["section"]) => (entry: LabelEntry) => {
    const { value } = entry.text;
    const key = value.includes("{{") ? `${section} ${series} ${value}` : value;
    const expansion = known.get(key) ?? expansionOf(section, value, labels);
    known.set(key, expansion);
    return { ...expansion, entry, section };
  };
  return [...own.map(textOf("labels")), ...annotations.map(textOf("annotations"))];
}

function expansionOf(section: AlertText["section"], text: string, labels: LabelSet): Expansion {
  const template = analyzeAlertTemplate(text);
  const isPlain = !text.includes("{{");
  if (isPlain || template.problem !== null) {
    return { template, faults: [], example: isPlain ? text : null, isEmpty: false, changesWith: null };
  }
  const expand = (sample: AlertSample) => expandAlertTemplate(template.nodes, sample);
  const expansions = expanded(template, labels, expand);
  const faults = faultsIn(expansions);
  const mayChange = section === "labels" && CHANGING.test(text);
  return {
    template,
    faults,
    example: expansions[0]?.text ?? null,
    isEmpty: faults.length === 0 && expansions.every(isEmpty),
    changesWith: mayChange ? changesWith(template, labels, expand) : null,
  };
}

type Expand = (sample: AlertSample) => Execution | null;

/** What a template may read that differs from one evaluation to the next. */
const CHANGING = /value|now|query|\{\{-? *(?:\.|\$)\W/i;

/** Expands with all samples. If the template has no branches and no faults, the first one shows as much as all. */
function expanded(template: TemplateAnalysis, labels: LabelSet, expand: Expand): readonly (Execution | null)[] {
  const [first, ...others] = samplesOf(labels, template);
  if (first === undefined) return [];
  const execution = expand(first);
  const isLinear = template.nodes.every(({ kind }) => kind === "text" || kind === "action");
  const isDone = isLinear && execution !== null && execution.faults.length === 0 && execution.text.trim() !== "";
  return isDone ? [execution] : [execution, ...others.map(expand)];
}

/** Returns the alert label that the template reads, or null if it reads something else. */
export function readLabel({ root, path }: Reference): string | null {
  const [first, second] = path;
  if (root === "$labels") return first ?? null;
  return (root === "." || root === "$") && first === "Labels" ? (second ?? null) : null;
}

/** The labels whose values are names in Kubernetes or words, never numbers or empty. */
const WORDS = new Set(
  [PODS, JOURNAL, EVENTS].flatMap(({ labels, metadata }) => [...labels, ...metadata].map(({ name }) => name)),
);

/** Long enough for any slice of a label's value. */
const LONG = 250;

/** The values of extracted labels: a word, a number, nothing, a duration. */
const EXTRACTED = ["x".repeat(LONG), "12", "", "5m"] as const;
const VALUES = [12.5, 0, 1_000_000, Number.NaN] as const;

/** 2026-01-01, in seconds. */
const NOW = 1_767_225_600;

function samplesOf(labels: LabelSet, template: TemplateAnalysis): readonly AlertSample[] {
  const names = labelNames(labels, template);
  return EXTRACTED.map((extracted, index) => ({
    labels: names.map((name) => [name, WORDS.has(name) ? `${name}-`.padEnd(LONG, "x") : extracted] as const),
    value: VALUES[index] ?? 0,
    now: NOW,
  }));
}

/** Of labels with unknown names, only those that the text reads matter. */
function labelNames(labels: LabelSet, { references }: TemplateAnalysis): readonly string[] {
  const read = references.flatMap((reference) => readLabel(reference) ?? []);
  return [...new Set([...labels.names, ...read.filter((name) => labels.mayHave(name))])];
}

/**
 * A fault that depends on a value counts only if the call fails with every sample: a label may have another form than
 * the samples.
 */
function faultsIn(expansions: readonly (Execution | null)[]): readonly Fault[] {
  const all = expansions.flatMap((expansion) => expansion?.faults ?? []);
  const isCertain = ({ from, dependsOnValue, reason }: Fault) =>
    !dependsOnValue ||
    (reason.kind === "call" && !expansions.some((expansion) => expansion?.succeeded.has(from) ?? true));
  const keyed = all.filter(isCertain).map((fault) => [`${fault.from}-${fault.to}`, fault] as const);
  return [...new Map(keyed.toReversed()).values()].sort((one, other) => one.from - other.from);
}

function isEmpty(expansion: Execution | null): boolean {
  return expansion !== null && !expansion.fails && !expansion.printsInTrial && expansion.text.trim() === "";
}

/** A threshold in a label has few results over these values; a printed value has one for each. */
const SERIES_OF_VALUES = [0.2, 0.5, 1, 2, 7, 12, 13.7, 140, 1523, 20_480, 1_000_000, 73_000_000];
const FEW = 6;

function changesWith(template: TemplateAnalysis, labels: LabelSet, expand: Expand): AlertText["changesWith"] {
  const [sample] = samplesOf(labels, template);
  if (sample === undefined) return null;
  const results = (samples: readonly AlertSample[]) => new Set(samples.map((one) => expand(one)?.text)).size;
  if (results(SERIES_OF_VALUES.map((value) => ({ ...sample, value }))) > FEW) return "value";
  return results([0, 60, 3600].map((later) => ({ ...sample, now: NOW + later }))) > 1 ? "time" : null;
}
