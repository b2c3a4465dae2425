import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { type LabelValues, type Matcher, mustMatch, outcomeOf, type Step, selects } from "../../logql";
import { absentLabel } from "./absent-label";
import { filterFault } from "./filter";
import { aliveBefore, linesBefore, type SourceSteps, sourceSteps, valuesIn } from "./filter-steps";
import { explainValue } from "./impossible-value";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";
import { selfMatches } from "./self-match";

export const ruleIdleFilter = ruleCheck({
  id: "rule-idle-filter",
  title: "Negative filters exclude lines",
  severity: "warning",
  why: "a filter that every line passes excludes nothing, so the rule also counts what it should exclude",
  remedy: "filter by a label that the lines have, with a value that it may have",
  evidence: 'measured on Loki 3.7.8: without a parser, | level!="debug" passes every line; docs/logs.md',
  find: (rule, stack) =>
    rule.selections.flatMap((analysis) => {
      if (analysis.sources.length === 0 || filterFault(analysis, rule) !== null) return [];
      // The finding about the rule's own text already says how to exclude Loki.
      const inSelector = selfMatches(rule, analysis, stack) ? [] : idleMatchers(rule, analysis);
      return [...inSelector, ...idleSteps(rule, analysis)];
    }),
});

function isNegative({ operator }: Matcher): boolean {
  return operator.startsWith("!");
}

/** Matchers of the selector that exclude a value which no source has. A label of no source is for other clusters. */
function idleMatchers(rule: RuleAnalysis, { selection, sources }: SelectionAnalysis): readonly RuleFinding[] {
  return selection.matchers.flatMap((matcher) => {
    if (!isNegative(matcher) || selects(matcher)) return [];
    const values = sources.flatMap(({ labels }) =>
      labels.flatMap((label) => (label.name === matcher.label.name ? [label.values] : [])),
    );
    const [first] = values;
    // A constant label, such as job, tells sources apart.
    if (first === undefined || values.some(({ only }) => only?.length === 1)) return [];
    return values.every((one) => mustMatch(one, matcher)) ? [impossibleValue(rule, matcher, first)] : [];
  });
}

function impossibleValue(rule: RuleAnalysis, matcher: Matcher, values: LabelValues): RuleFinding {
  const { because, remedy } = explainValue(matcher, values);
  return {
    location: inQuery(rule, matcher),
    got: `${written(rule, matcher)}, which excludes nothing${because.replace(/^, which/, ": it")}`,
    expected: values.described,
    remedy,
  };
}

function idleSteps(rule: RuleAnalysis, analysis: SelectionAnalysis): readonly RuleFinding[] {
  const sources = sourceSteps(analysis, rule);
  return (sources[0]?.steps ?? []).flatMap((step, index) => idleStep(rule, step, index, aliveBefore(sources, index)));
}

function idleStep(
  rule: RuleAnalysis,
  { stage, condition }: Step,
  index: number,
  alive: readonly SourceSteps[],
): readonly RuleFinding[] {
  const lines = alive.map((source) => linesBefore(source, index));
  if (stage.kind === "labelFormat") {
    return stage.formats.flatMap(({ from }) => {
      if (from.kind !== "name" || lines.some(({ labels }) => labels.mayHave(from.name))) return [];
      const { because, ...text } = absentLabel(rule, { name: from.name, filter: null, index, alive });
      return [{ location: inQuery(rule, stage), got: `${written(rule, stage)}: ${because}`, ...text }];
    });
  }
  if (condition?.kind !== "matcher") return [];
  const { matcher } = condition;
  if (!isNegative(matcher) || selects(matcher)) return [];
  if (!lines.every((one) => outcomeOf(condition, one) === "always")) return [];
  const { name } = matcher.label;
  if (!lines.some(({ labels }) => labels.mayHave(name))) {
    const { because, ...text } = absentLabel(rule, { name, filter: condition, index, alive });
    const got = `| ${written(rule, condition)}, which excludes nothing: ${because}`;
    return [{ location: inQuery(rule, condition), got, ...text }];
  }
  const values = valuesIn(lines, name);
  return values === null || values.requiredBy !== null ? [] : [impossibleValue(rule, matcher, values)];
}
