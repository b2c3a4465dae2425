import type { RuleAnalysis } from "../../alerting/analysis/rule-analysis";
import type { LabelSet } from "../../logql/labels/label-set";
import { selects } from "../../logql/matching";
import type { LabelFilter } from "../../logql/tree/label-filter";
import type { Matcher, Selection } from "../../logql/tree/selection";
import type { Stage } from "../../logql/tree/stage";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleNegativeMatch = ruleCheck({
  id: "rule-negative-match",
  severity: "warning",
  reason: "a negative match on an extracted label holds, too, for every line in which the parser found no such label",
  evidence: "Incident: logins from unknown addresses were lines without an address",
  find: (rule) => rule.selections.flatMap(({ selection }) => unguarded(rule, selection)),
});

function unguarded(rule: RuleAnalysis, selection: Selection): readonly RuleFinding[] {
  const { labels } = rule.linesOf(selection);
  return selection.stages.flatMap((stage, index) => {
    const before = selection.stages.slice(0, index);
    if (stage.kind !== "labelFilter") return [];
    return conjuncts(stage.filter)
      .filter((matcher) => isExtracted(matcher, before, labels) && !selects(matcher) && !isGuarded(matcher, selection))
      .map((matcher) => finding(rule, matcher));
  });
}

/** The matchers that all have to hold; what stands beside an "or" says nothing by itself. */
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

/** Whether lines without the label are left out by another stage, or may be. */
function isGuarded({ label }: Matcher, { stages }: Selection): boolean {
  return stages.some((stage) => {
    if (stage.kind === "lineFilter") return stage.operator.startsWith("|");
    return stage.kind === "labelFilter" && requires(stage.filter, label.name);
  });
}

function requires(filter: LabelFilter, name: string): boolean {
  switch (filter.kind) {
    case "and":
      return requires(filter.left, name) || requires(filter.right, name);
    case "or":
      return requires(filter.left, name) && requires(filter.right, name);
    case "matcher":
      return filter.matcher.label.name === name && selects(filter.matcher);
    default:
      return filter.label.name === name;
  }
}

function finding(rule: RuleAnalysis, matcher: Matcher): RuleFinding {
  const { name } = matcher.label;
  return {
    place: inQuery(rule, matcher),
    got: `${written(rule, matcher)}, which holds where the parser found no "${name}"`,
    wanted: "a filter that wants the label before",
    remedy: `write | ${name}!="" | ${written(rule, matcher)}`,
  };
}
