import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import {
  groupNames,
  type LabelFilter,
  type LabelSet,
  type Matcher,
  patternNames,
  type Selection,
  type Stage,
  selects,
} from "../../logql";
import { filterFault } from "./filter";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleNegativeMatch = ruleCheck({
  id: "rule-negative-match",
  title: "Negative matches require their label",
  severity: "warning",
  why: "a negative match on an extracted label also passes every line in which the parser found no such label",
  remedy: 'require the label first, such as | address!=""',
  evidence: "incident: lines without an address counted as logins from unknown addresses",
  find: (rule) =>
    rule.selections.flatMap((analysis) => (filterFault(analysis, rule) === null ? unguarded(rule, analysis) : [])),
});

function unguarded(rule: RuleAnalysis, { selection, sources }: SelectionAnalysis): readonly RuleFinding[] {
  const { labels } = rule.linesOf(selection);
  const isInEveryLine = (name: string) =>
    sources.every(({ fields }) => fields?.some((field) => field.name === name && field.always) === true);
  return selection.stages.flatMap((stage, index) => {
    const before = selection.stages.slice(0, index);
    if (stage.kind !== "labelFilter") return [];
    return conjuncts(stage.filter)
      .filter((matcher) => isExtracted(matcher, before, labels) && !selects(matcher) && !isGuarded(matcher, selection))
      .filter(({ label }) => sources.length === 0 || !isInEveryLine(label.name))
      .map((matcher) => finding(rule, matcher));
  });
}

/** The matchers that must all be true; the operands of an "or" do not count. */
function conjuncts(filter: LabelFilter): readonly Matcher[] {
  if (filter.kind === "and") return [...conjuncts(filter.left), ...conjuncts(filter.right)];
  return filter.kind === "matcher" && filter.matcher.operator.startsWith("!") ? [filter.matcher] : [];
}

const PARSERS = ["json", "logfmt", "regexp", "pattern", "unpack"];

function isExtracted({ label }: Matcher, before: readonly Stage[], labels: LabelSet): boolean {
  if (label.name.startsWith("__") || labels.names.has(label.name)) return false;
  if (before.some(({ kind }) => kind === "labelFormat")) return false;
  return before.some(({ kind }) => PARSERS.includes(kind));
}

/** Whether another stage excludes lines without the label, or may exclude them. */
function isGuarded({ label }: Matcher, { stages }: Selection): boolean {
  const names = [label.name, ...stages.flatMap((stage) => extractedWith(label.name, stage))];
  return stages.some((stage) => {
    if (stage.kind === "lineFilter") return stage.operator.startsWith("|");
    return stage.kind === "labelFilter" && requires(stage.filter, names);
  });
}

/** The labels that a parser finds together with this one. A pattern finds them from left to right. */
function extractedWith(name: string, stage: Stage): readonly string[] {
  if (stage.kind !== "pattern" && stage.kind !== "regexp") return [];
  const names = stage.kind === "pattern" ? patternNames(stage.expression.value) : groupNames(stage.expression.value);
  if (!names.includes(name)) return [];
  return stage.kind === "pattern" ? names.slice(names.indexOf(name)) : names;
}

/** Whether a line passes only if it has one of these labels. */
function requires(filter: LabelFilter, names: readonly string[]): boolean {
  switch (filter.kind) {
    case "and":
      return requires(filter.left, names) || requires(filter.right, names);
    case "or":
      return requires(filter.left, names) && requires(filter.right, names);
    case "matcher":
      return names.includes(filter.matcher.label.name) && selects(filter.matcher);
    default:
      return names.includes(filter.label.name);
  }
}

function finding(rule: RuleAnalysis, matcher: Matcher): RuleFinding {
  const { name } = matcher.label;
  return {
    location: inQuery(rule, matcher),
    got: `${written(rule, matcher)}, which also passes lines in which the parser found no "${name}"`,
    expected: "an earlier filter that requires the label",
    remedy: `write | ${name}!="" | ${written(rule, matcher)}`,
  };
}
