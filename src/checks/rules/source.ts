import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { maySatisfy, maySelect } from "../../alerting/rule-analysis";
import {
  constantValue,
  EVENTS,
  JOURNAL,
  OPTIONAL_SOURCES,
  PODS,
  type SourceContract,
  type SourceLabel,
} from "../../alloy/source-contracts";
import { type Matcher, oneOf, type Selection, type Span } from "../../logql";
import { explainValue } from "./impossible-value";
import { inQuery, type RuleFinding, ruleCheck, suggestLabel, written } from "./rule-check";

const ALL: readonly SourceContract[] = [PODS, JOURNAL, EVENTS];
const NAMES = ALL.flatMap(({ labels }) => labels.map(({ name }) => name));
const METADATA = ALL.flatMap(({ metadata }) => metadata.map(({ name }) => name));

export const ruleSource = ruleCheck({
  id: "rule-source",
  title: "Rules select streams that agents collect",
  severity: "error",
  why: "a rule never fires if no collected source has its streams, and Loki reports no error",
  remedy: "select by labels of a collected source, or turn the source on",
  evidence: "docs/logs.md; two alerts selected such streams for 23 days",
  find: (rule) =>
    deduplicate(rule.selections.flatMap((analysis) => findings(rule, analysis))).map(({ span, ...text }) => ({
      ...text,
      location: inQuery(rule, span),
    })),
});

/** A finding with a span in the query instead of its location. */
interface SpanFinding extends Omit<RuleFinding, "location"> {
  readonly span: Span;
}

/** Reports each label or selector once per rule, at its first use. */
function deduplicate(findings: readonly SpanFinding[]): readonly SpanFinding[] {
  const texts = findings.map(({ got }) => got);
  return findings.filter(({ got }, index) => texts.indexOf(got) === index);
}

function findings(rule: RuleAnalysis, { selection, sources }: SelectionAnalysis): readonly SpanFinding[] {
  if (sources.length > 0) return selection.matchers.flatMap((matcher) => unitWithSuffix(rule, matcher));
  const off = OPTIONAL_SOURCES.find(({ contract }) => maySelect(selection, contract));
  if (off !== undefined) return [sourceIsOff(rule, selection, off.setting, off.contract)];
  const foreign = selection.matchers.filter((matcher) => !ALL.some((source) => satisfies(source, matcher)));
  return foreign.length === 0 ? [noneHasAll(rule, selection)] : foreign.map((one) => foreignMatcher(rule, one));
}

/** The agents remove the suffix. @see src/alloy/pipelines.ts */
function unitWithSuffix(rule: RuleAnalysis, matcher: Matcher): readonly SpanFinding[] {
  const [, unit] = /^([^@]+)(?:@.*)?\.service$/.exec(matcher.value.value) ?? [];
  if (matcher.label.name !== "unit" || matcher.operator !== "=" || unit === undefined) return [];
  const remedy = `write unit=${JSON.stringify(unit)}`;
  return [{ span: matcher, got: written(rule, matcher), expected: "a unit without its suffix", remedy }];
}

function sourceIsOff(
  rule: RuleAnalysis,
  { selector }: Selection,
  setting: string,
  source: SourceContract,
): SpanFinding {
  return {
    span: selector,
    got: `${written(rule, selector)}, while ${setting} is off`,
    expected: "streams of a collected source",
    remedy: `set ${setting} to true to collect ${source.lines}, or remove the rule`,
  };
}

function foreignMatcher(rule: RuleAnalysis, matcher: Matcher): SpanFinding {
  const { label } = matcher;
  const known = ALL.flatMap((source) => source.labels.filter(({ name }) => name === label.name));
  if (known.length > 0) return foreignValue(rule, matcher, known);
  return {
    span: matcher,
    got: `${written(rule, matcher)}: no source sets a label "${label.name}" on its streams`,
    expected: `one of ${[...new Set(NAMES)].join(", ")}`,
    remedy: remedyFor(label.name),
  };
}

function foreignValue(rule: RuleAnalysis, matcher: Matcher, known: readonly SourceLabel[]): SpanFinding {
  const { name } = matcher.label;
  const constants = known.flatMap((label) => constantValue(label) ?? []);
  const values = constants.length === known.length ? oneOf(constants) : known[0]?.values;
  const { because, remedy } = explainValue(matcher, values ?? oneOf([]));
  return {
    span: matcher,
    got: `${written(rule, matcher)}${because}`,
    expected: `${name}: ${values?.described}`,
    remedy: name === "job" ? `${remedy}, or select pods by namespace, pod, container, node or app` : remedy,
  };
}

function remedyFor(name: string): string {
  const suggested = METADATA.includes(name) ? name : suggestLabel(name, [...NAMES, ...METADATA]);
  if (suggested === null) return "select by labels that the streams have";
  return METADATA.includes(suggested)
    ? `filter by it after the selector: {…} | ${suggested}="…"`
    : `did you mean "${suggested}"?`;
}

function noneHasAll(rule: RuleAnalysis, { selector }: Selection): SpanFinding {
  const sources = ALL.map(({ lines, labels }) => `${lines} have ${labels.map(({ name }) => name).join(", ")}`);
  return {
    span: selector,
    got: `${written(rule, selector)}, labels that no single source has together`,
    expected: sources.join("; "),
    remedy: "remove the matchers of the other source",
  };
}

function satisfies({ labels }: SourceContract, matcher: Matcher): boolean {
  return maySatisfy(
    labels.find(({ name }) => name === matcher.label.name),
    matcher,
  );
}
