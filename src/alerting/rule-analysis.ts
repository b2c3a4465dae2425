import { type SourceContract, type SourceLabel, sourceContracts } from "../alloy/source-contracts";
import {
  type Expression,
  expressionsIn,
  type Grouping,
  LabelSet,
  type Lines,
  labelsOfRange,
  type Matcher,
  type Metric,
  matches,
  mayMatch,
  type PossibleValues,
  type Problem,
  parse,
  possibleValues,
  type Selection,
  type SeriesLabels,
  selectionsIn,
  seriesLabels,
} from "../logql";
import type { Model } from "../model";
import { oncePer } from "../units";
import { type AlertText, alertTexts, type Expansions } from "./alert-template/alert-text";
import type { Rule, RuleFile, RuleGroup } from "./rule-file/rule-file";

export { type AlertText, readLabel } from "./alert-template/alert-text";

/** A rule with all the data that the checks need, computed once. */
export interface RuleAnalysis {
  readonly file: RuleFile;
  readonly group: RuleGroup;
  readonly rule: Rule;
  readonly problems: readonly Problem[];
  /** The query; null if Loki can't parse it or it doesn't return numbers. */
  readonly metric: Metric | null;
  readonly expression: Expression | null;
  readonly selections: readonly SelectionAnalysis[];
  /** The labels that the rule's series may have. */
  readonly labels: LabelSet;
  /** Every by (…) and without (…) of the query. */
  readonly groupings: readonly GroupingAnalysis[];
  /** The labels that a grouping names, while its series never have them. */
  readonly misgrouped: ReadonlySet<string>;
  readonly texts: readonly AlertText[];
  linesOf(selection: Selection): Lines;
  /** Returns the labels of the series that a part of the query returns. */
  seriesOf(metric: Metric): SeriesLabels;
  /** Returns the values that a part of the query may have. */
  valuesOf(metric: Metric): PossibleValues;
}

export interface SelectionAnalysis {
  readonly selection: Selection;
  /** The collected sources whose lines the selection may match. */
  readonly sources: readonly SourceContract[];
}

/** Returns the analysis of every rule in every file, in order. */
export const analyzedRules = oncePer(({ alerting, alloy }: Model): readonly RuleAnalysis[] => {
  const sources = sourceContracts(alloy);
  const expansions: Expansions = new Map();
  return alerting.files.flatMap((file) =>
    file.groups.flatMap((group) => group.rules.map((rule) => analyzeRule({ file, group, rule }, sources, expansions))),
  );
});

function analyzeRule(
  parts: Pick<RuleAnalysis, "file" | "group" | "rule">,
  contracts: readonly SourceContract[],
  expansions: Expansions,
): RuleAnalysis {
  const { expression, problems } = parse(parts.rule.expr.value);
  // If Loki can't parse the query, there is nothing to analyze.
  const valid = problems.some(({ phase }) => phase === "load") ? null : expression;
  const metric = valid === null || valid.kind === "logQuery" || valid.kind === "variants" ? null : valid;
  const selections =
    valid === null ? [] : selectionsIn(valid).map((selection) => analyzeSelection(selection, contracts));
  const known = new Map(selections.map(({ selection, sources }) => [selection, linesOf(sources)]));
  const lines = (selection: Selection) => known.get(selection) ?? ANY_LINES;
  const seriesOf = seriesLabels(lines);
  const valuesOf = possibleValues(parts.rule.expr.value, seriesOf);
  const labels = metric === null ? LabelSet.any : seriesOf(metric).possible;
  const groupings = metric === null ? [] : groupingsOf(metric, lines, seriesOf);
  const misgrouped = new Set(groupings.flatMap(({ absent }) => absent));
  const texts = alertTexts(parts.rule, labels, expansions);
  return {
    ...parts,
    expression: valid,
    problems,
    metric,
    selections,
    labels,
    texts,
    groupings,
    misgrouped,
    linesOf: lines,
    seriesOf,
    valuesOf,
  };
}

/** A grouping and the labels of the series that it groups. */
export interface GroupingAnalysis {
  readonly grouping: Grouping;
  readonly labels: LabelSet;
  /** The names in the grouping that are none of these labels. */
  readonly absent: readonly string[];
}

/** Returns every grouping of a query. */
function groupingsOf(
  metric: Metric,
  lines: RuleAnalysis["linesOf"],
  seriesOf: RuleAnalysis["seriesOf"],
): readonly GroupingAnalysis[] {
  return expressionsIn(metric).flatMap((part) => {
    if (part.kind !== "rangeAggregation" && part.kind !== "vectorAggregation") return [];
    const { grouping } = part;
    if (grouping === null) return [];
    const labels =
      part.kind === "rangeAggregation" ? labelsOfRange(part.range, lines) : seriesOf(part.operand).possible;
    const absent = grouping.labels.flatMap(({ name }) => (labels.mayHave(name) ? [] : [name]));
    return [{ grouping, labels, absent: [...new Set(absent)] }];
  });
}

function analyzeSelection(selection: Selection, contracts: readonly SourceContract[]): SelectionAnalysis {
  return { selection, sources: contracts.filter((contract) => maySelect(selection, contract)) };
}

/** Returns whether lines from the source may satisfy every matcher of the selection. */
export function maySelect({ matchers }: Selection, { labels }: SourceContract): boolean {
  return (
    areConsistent(matchers) &&
    matchers.every((matcher) =>
      maySatisfy(
        labels.find(({ name }) => name === matcher.label.name),
        matcher,
      ),
    )
  );
}

/** Returns whether each value required by a matcher satisfies the other matchers of the same label. */
function areConsistent(matchers: readonly Matcher[]): boolean {
  const required = new Map<string, string>();
  for (const { label, operator, value } of matchers) if (operator === "=") required.set(label.name, value.value);
  return matchers.every((matcher) => {
    const value = required.get(matcher.label.name);
    return value === undefined || matches(matcher, value);
  });
}

/** Returns whether the label may satisfy the matcher. */
export function maySatisfy(label: SourceLabel | undefined, matcher: Matcher): boolean {
  if (label?.always !== true && matches(matcher, "")) return true;
  return label !== undefined && mayMatch(label.values, matcher);
}

const ANY_LINES: Lines = { labels: LabelSet.any, fields: null, always: [] };

/** The lines of each combination of sources, by their names: most rules select the same ones. */
const linesOfSources = new Map<string, Lines>();

/** Returns the labels and fields of the sources' lines. Without sources, any label is possible. */
function linesOf(sources: readonly SourceContract[]): Lines {
  const names = sources.map(({ name }) => name).join();
  const lines = linesOfSources.get(names) ?? combinedLines(sources);
  linesOfSources.set(names, lines);
  return lines;
}

function combinedLines(sources: readonly SourceContract[]): Lines {
  if (sources.length === 0) return ANY_LINES;
  const always = sources.map(({ labels }) => labels.flatMap((label) => (label.always ? [label.name] : [])));
  const shared = (always[0] ?? []).filter((name) => always.every((names) => names.includes(name)));
  const names = sources.flatMap(({ labels, metadata }) => [...labels, ...metadata].map(({ name }) => name));
  const fields = sources.flatMap((source) => (source.fields ?? []).map(({ name }) => name));
  return {
    labels: new LabelSet(names),
    fields: sources.every((source) => source.fields !== null) ? fields : null,
    always: shared,
  };
}
