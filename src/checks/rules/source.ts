import { maySatisfy, maySelect, type RuleAnalysis, type SelectionAnalysis } from "../../alerting/rule-analysis";
import { EVENTS, JOURNAL, OPTIONAL_SOURCES, PODS, type SourceContract } from "../../alloy/source-contracts";
import type { Matcher, Selection, Span } from "../../logql";
import { inQuery, meantLabel, type RuleFinding, ruleCheck, written } from "./rule-check";

const ALL: readonly SourceContract[] = [PODS, JOURNAL, EVENTS];
const NAMES = ALL.flatMap(({ labels }) => labels.map(({ name }) => name));
const METADATA = ALL.flatMap(({ metadata }) => metadata);

export const ruleSource = ruleCheck({
  id: "rule-source",
  severity: "error",
  reason: "a rule on streams that no collected source has can never fire, and nothing says so",
  evidence: "docs/logs.md; two alerts selected such streams for 23 days",
  find: (rule) =>
    once(rule.selections.flatMap((analysis) => findings(rule, analysis))).map(({ span, ...words }) => ({
      ...words,
      location: inQuery(rule, span),
    })),
});

/** A finding before its place is reckoned. */
interface Unplaced extends Omit<RuleFinding, "location"> {
  readonly span: Span;
}

/** Each label or selector once in a rule, where it stands first. */
function once(findings: readonly Unplaced[]): readonly Unplaced[] {
  const texts = findings.map(({ got }) => got);
  return findings.filter(({ got }, index) => texts.indexOf(got) === index);
}

function findings(rule: RuleAnalysis, { selection, sources }: SelectionAnalysis): readonly Unplaced[] {
  if (sources.length > 0) return selection.matchers.flatMap((matcher) => unitWithEnding(rule, matcher));
  const off = OPTIONAL_SOURCES.find(({ contract }) => maySelect(selection, contract));
  if (off !== undefined) return [turnedOff(rule, selection, off.setting, off.contract)];
  const foreign = selection.matchers.filter((matcher) => !ALL.some((source) => satisfies(source, matcher)));
  return foreign.length === 0 ? [noneHasAll(rule, selection)] : foreign.map((one) => foreignMatcher(rule, one));
}

/** The agents take the ending away. @see src/alloy/pipelines.ts */
function unitWithEnding(rule: RuleAnalysis, matcher: Matcher): readonly Unplaced[] {
  const [, unit] = /^([^@]+)(?:@.*)?\.service$/.exec(matcher.value.value) ?? [];
  if (matcher.label.name !== "unit" || matcher.operator !== "=" || unit === undefined) return [];
  const remedy = `write unit=${JSON.stringify(unit)}`;
  return [{ span: matcher, got: written(rule, matcher), expected: "a unit without its ending", remedy }];
}

function turnedOff(rule: RuleAnalysis, { selector }: Selection, setting: string, source: SourceContract): Unplaced {
  return {
    span: selector,
    got: `${written(rule, selector)}, while ${setting} is off`,
    expected: "streams of a source that is collected",
    remedy: `set ${setting} to true, so that ${source.lines} are collected, or take the rule away`,
  };
}

function foreignMatcher(rule: RuleAnalysis, matcher: Matcher): Unplaced {
  const { label } = matcher;
  const known = ALL.flatMap((source) => source.labels.filter(({ name }) => name === label.name));
  const values = known.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length > 0) {
    const expected = `${label.name} as a source has it: ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
    const remedy = "write one of these, or select pods by namespace, pod, container, node or app";
    return { span: matcher, got: written(rule, matcher), expected, remedy };
  }
  return {
    span: matcher,
    got: `${written(rule, matcher)}: no source puts a label "${label.name}" on its streams`,
    expected: `one of ${[...new Set(NAMES)].join(", ")}`,
    remedy: remedyFor(label.name),
  };
}

function remedyFor(name: string): string {
  const meant = METADATA.includes(name) ? name : meantLabel(name, [...NAMES, ...METADATA]);
  if (meant === null) return "select by labels that the streams have";
  return METADATA.includes(meant) ? `filter by it behind the selector: {…} | ${meant}="…"` : `did you mean "${meant}"?`;
}

function noneHasAll(rule: RuleAnalysis, { selector }: Selection): Unplaced {
  const sources = ALL.map(({ lines, labels }) => `${lines} have ${labels.map(({ name }) => name).join(", ")}`);
  return {
    span: selector,
    got: `${written(rule, selector)}, labels that no one source has together`,
    expected: sources.join("; "),
    remedy: "leave out the matchers of the other source",
  };
}

function satisfies({ labels }: SourceContract, matcher: Matcher): boolean {
  return maySatisfy(
    labels.find(({ name }) => name === matcher.label.name),
    matcher,
  );
}
