import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/analysis/rule-analysis";
import { mayFeed, maySatisfy } from "../../alerting/analysis/sources";
import { EVENTS, JOURNAL, PODS, type SourceContract, SWITCHED } from "../../alloy/source-contracts";
import type { Matcher, Selection } from "../../logql/tree/selection";
import { meantLabel } from "./labels";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

const ALL: readonly SourceContract[] = [PODS, JOURNAL, EVENTS];

export const ruleSource = ruleCheck({
  id: "rule-source",
  severity: "error",
  reason: "a rule on streams that no collected source has can never fire, and nothing says so",
  evidence: "README, What the logs look like; two alerts selected such streams for 23 days",
  find: (rule) => rule.selections.filter(({ sources }) => sources.length === 0).map((unfed) => finding(rule, unfed)),
});

function finding(rule: RuleAnalysis, { selection }: SelectionAnalysis): RuleFinding {
  const off = SWITCHED.find(({ contract }) => mayFeed(contract, selection));
  if (off !== undefined) return turnedOff(rule, selection, off.setting, off.contract);
  const foreign = selection.matchers.find((matcher) => !ALL.some((source) => satisfies(source, matcher)));
  return foreign === undefined ? noneHasAll(rule, selection) : foreignMatcher(rule, foreign);
}

function turnedOff(rule: RuleAnalysis, { selector }: Selection, setting: string, source: SourceContract): RuleFinding {
  return {
    place: inQuery(rule, selector),
    got: `${written(rule, selector)}, while ${setting} is off`,
    wanted: "streams of a source that is collected",
    remedy: `set ${setting} to true, so that ${source.lines} are collected, or take the rule away`,
  };
}

function foreignMatcher(rule: RuleAnalysis, matcher: Matcher): RuleFinding {
  const { label } = matcher;
  const known = ALL.flatMap((source) => source.labels.filter(({ name }) => name === label.name));
  const values = known.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length > 0) {
    const wanted = `${label.name} as a source has it: ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
    const remedy = "write that value, or select pods by namespace, pod, container, node or app";
    return { place: inQuery(rule, matcher), got: written(rule, matcher), wanted, remedy };
  }
  const names = ALL.flatMap((source) => source.labels.map(({ name }) => name));
  const meant = meantLabel(label.name, names);
  return {
    place: inQuery(rule, matcher),
    got: `${written(rule, matcher)}: no source puts a label "${label.name}" on its lines`,
    wanted: `one of ${[...new Set(names)].join(", ")}`,
    remedy: meant === null ? "select by labels that the lines have" : `did you mean "${meant}"?`,
  };
}

function noneHasAll(rule: RuleAnalysis, { selector }: Selection): RuleFinding {
  const sources = ALL.map(({ lines, labels }) => `${lines} have ${labels.map(({ name }) => name).join(", ")}`);
  return {
    place: inQuery(rule, selector),
    got: `${written(rule, selector)}, labels that no one source has together`,
    wanted: sources.join("; "),
    remedy: "leave out the matchers of the other source",
  };
}

function satisfies({ labels }: SourceContract, matcher: Matcher): boolean {
  return maySatisfy(
    labels.find(({ name }) => name === matcher.label.name),
    matcher,
  );
}
