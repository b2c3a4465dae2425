import {
  type LabelFilter,
  type LabelFormat,
  type LabelSelection,
  type Matcher,
  type Selection,
  type Stage,
  stageMatchers,
} from "./ast";
import type { Lines } from "./labels";
import { matches, selects } from "./matching";

/** Labels that are never absent or empty, each with the matchers that its value satisfies. */
export type CertainLabels = ReadonlyMap<string, readonly Matcher[]>;

export const NO_LABELS: CertainLabels = new Map();

/** Returns the labels that every line of a selection has after its stages. */
export function certainAfter({ always }: Lines, { matchers, stages }: Selection): CertainLabels {
  const names = [...always, ...matchers.filter(selects).map(({ label }) => label.name)];
  const stream = new Map(names.map((name) => [name, matchers.filter(({ label }) => label.name === name)]));
  return stages.reduce<CertainLabels>((certain, stage) => afterStage(certain, stage, stream), stream);
}

/** @param stream the labels of the stream. No parser overwrites these. */
function afterStage(certain: CertainLabels, stage: Stage, stream: CertainLabels): CertainLabels {
  switch (stage.kind) {
    case "json":
    case "logfmt":
    case "regexp":
    case "pattern":
    case "unpack":
      return new Map([...certain].filter(([name]) => stream.has(name)));
    case "labelFilter":
      return required(stage.filter).reduce(withMatcher, certain);
    case "labelFormat":
      return afterFormat(certain, stage);
    case "drop":
      return withoutLabels(certain, [...wholeLabels(stage), ...stageMatchers(stage).map(({ label }) => label.name)]);
    case "keep":
      return new Map([...certain].filter(([name]) => wholeLabels(stage).includes(name)));
    default:
      return certain;
  }
}

/** The labels that drop or keep selects whatever their value. */
function wholeLabels({ labels }: LabelSelection): readonly string[] {
  return labels.flatMap((label) => (label.kind === "name" ? [label.name] : []));
}

/** The matchers that every line must satisfy, and that a line without the label doesn't. */
function required(filter: LabelFilter): readonly Matcher[] {
  if (filter.kind === "and") return [...required(filter.left), ...required(filter.right)];
  return filter.kind === "matcher" && selects(filter.matcher) ? [filter.matcher] : [];
}

function withMatcher(certain: CertainLabels, matcher: Matcher): CertainLabels {
  const { name } = matcher.label;
  return new Map([...certain, [name, [...(certain.get(name) ?? []), matcher]]]);
}

/** A renamed label keeps its value. A template may be empty. */
function afterFormat(certain: CertainLabels, { formats }: LabelFormat): CertainLabels {
  return formats.reduce((labels, { label, from }) => {
    const renamed = from.kind === "name" ? labels.get(from.name) : undefined;
    if (from.kind === "name" && renamed === undefined) return labels;
    const rest = withoutLabels(labels, from.kind === "name" ? [from.name, label.name] : [label.name]);
    return renamed === undefined ? rest : new Map([...rest, [label.name, renamed]]);
  }, certain);
}

/** Removes these labels. */
export function withoutLabels(certain: CertainLabels, names: readonly string[]): CertainLabels {
  return new Map([...certain].filter(([name]) => !names.includes(name)));
}

/** Returns the only value of a label, or null if it may have several. */
export function onlyValue(matchers: readonly Matcher[]): string | null {
  return matchers.find(({ operator }) => operator === "=")?.value.value ?? null;
}

/** Returns whether no value satisfies the matchers of both. Knows this only if one of them requires a single value. */
export function areDisjoint(one: readonly Matcher[], other: readonly Matcher[]): boolean {
  return excludes(one, other) || excludes(other, one);
}

function excludes(one: readonly Matcher[], other: readonly Matcher[]): boolean {
  const value = onlyValue(one);
  return value !== null && other.some((matcher) => !matches(matcher, value));
}
