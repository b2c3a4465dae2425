import { type SourceContract, sourceContracts } from "../../alloy/source-contracts";
import {
  type Expression,
  LabelSet,
  type Lines,
  labelsOf,
  type Metric,
  type Problem,
  parse,
  type Selection,
  selectionsIn,
} from "../../logql";
import type { Model } from "../../model";
import type { Rule, RuleFile, RuleGroup } from "../rule-file/rule-file";
import { linesOf, mayFeed } from "./sources";
import { type AlertText, alertTexts } from "./templates";

/** A rule with all that the checks want to know of it, reckoned once. */
export interface RuleAnalysis {
  readonly file: RuleFile;
  readonly group: RuleGroup;
  readonly rule: Rule;
  readonly problems: readonly Problem[];
  /** The query, where Loki reads it and it has numbers; else null. */
  readonly metric: Metric | null;
  readonly expression: Expression | null;
  readonly selections: readonly SelectionAnalysis[];
  /** The labels that the rule's series may carry. */
  readonly labels: LabelSet;
  readonly texts: readonly AlertText[];
  linesOf(selection: Selection): Lines;
}

export interface SelectionAnalysis {
  readonly selection: Selection;
  /** The collected sources whose lines it may take. */
  readonly sources: readonly SourceContract[];
}

const known = new WeakMap<Model, readonly RuleAnalysis[]>();

/** The analysis of every rule of every file, in their order. */
export function analysedRules(model: Model): readonly RuleAnalysis[] {
  const analyses = known.get(model) ?? analyse(model);
  known.set(model, analyses);
  return analyses;
}

function analyse({ alerting, alloy }: Model): readonly RuleAnalysis[] {
  const sources = sourceContracts(alloy);
  return alerting.files.flatMap((file) =>
    file.groups.flatMap((group) => group.rules.map((rule) => analyseRule({ file, group, rule }, sources))),
  );
}

/** The analysis of one rule, where these sources are collected. */
export function analyseRule(
  parts: Pick<RuleAnalysis, "file" | "group" | "rule">,
  contracts: readonly SourceContract[],
): RuleAnalysis {
  const { expression, problems } = parse(parts.rule.expr.value);
  // Of what Loki doesn't read nothing more can be said than why.
  const read = problems.some(({ moment }) => moment === "load") ? null : expression;
  const metric = read === null || read.kind === "logQuery" || read.kind === "variants" ? null : read;
  const selections = read === null ? [] : selectionsIn(read).map((selection) => fed(selection, contracts));
  const lines = (selection: Selection) => linesOf(fed(selection, contracts).sources);
  const labels = metric === null ? LabelSet.any : labelsOf(metric, lines);
  const texts = alertTexts(parts.rule);
  return { ...parts, expression: read, problems, metric, selections, labels, texts, linesOf: lines };
}

function fed(selection: Selection, contracts: readonly SourceContract[]): SelectionAnalysis {
  return { selection, sources: contracts.filter((contract) => mayFeed(contract, selection)) };
}
