import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import type { SourceContract } from "../../alloy/source-contracts";
import {
  type CombinedFilter,
  type KnownLines,
  type LabelFilter,
  LabelSet,
  type LabelValues,
  outcomeOf,
  type Step,
  stepsOf,
} from "../../logql";
import { oncePer } from "../../units";
import { written } from "./rule-check";

/** What the stages of a selection receive from one source. */
export interface SourceSteps {
  readonly source: SourceContract;
  readonly steps: readonly Step[];
  readonly after: KnownLines;
  /** The index of the first step that no line passes; the number of steps if there is none. */
  readonly last: number;
}

/** Returns what the stages of a selection receive, for each source that it may select. */
export const sourceSteps = oncePer(
  ({ selection, sources }: SelectionAnalysis, rule: RuleAnalysis): readonly SourceSteps[] =>
    sources.map((source) => {
      const { steps, after } = stepsOf(linesOf(source), selection, (matcher) => written(rule, matcher));
      const last = steps.findIndex(
        ({ condition, before }) => condition !== null && outcomeOf(condition, before) === "never",
      );
      return { source, steps, after, last: last < 0 ? steps.length : last };
    }),
);

const linesOf = oncePer(({ labels, metadata, fields }: SourceContract): KnownLines => {
  const all = [...labels, ...metadata];
  return {
    labels: new LabelSet(all.map(({ name }) => name)),
    fields: fields === null ? null : fields.map(({ name }) => name),
    values: new Map(all.map(({ name, values }) => [name, values])),
    fieldValues: new Map((fields ?? []).flatMap(({ name, values }) => (values === null ? [] : [[name, values]]))),
    certain: new Set(all.flatMap(({ name, always }) => (always ? [name] : []))),
  };
});

/** Returns the sources whose lines reach the step at this index. */
export function aliveBefore(sources: readonly SourceSteps[], index: number): readonly SourceSteps[] {
  return sources.filter(({ last }) => last >= index);
}

/** Returns the known properties of the lines before a step. */
export function linesBefore({ steps, after }: SourceSteps, index: number): KnownLines {
  return steps[index]?.before ?? after;
}

/** Returns the first filter of a combination. */
export function firstOf(filter: LabelFilter): Exclude<LabelFilter, CombinedFilter> {
  let first = filter;
  while ("left" in first) first = first.left;
  return first;
}

/** Returns what is known about the values of a label in the lines. */
export function valuesIn(lines: readonly KnownLines[], name: string): LabelValues | null {
  return lines.flatMap(({ values }) => values.get(name) ?? [])[0] ?? null;
}
