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
import {
  alternativesOf,
  type Matcher,
  matches,
  mayMatch,
  oneOf,
  type Selection,
  type Span,
  selects,
} from "../../logql";
import { explainValue } from "./impossible-value";
import { inQuery, type RuleFinding, ruleCheck, suggestLabel, written } from "./rule-check";

const ALL: readonly SourceContract[] = [PODS, JOURNAL, EVENTS];
const NAMES = ALL.flatMap(({ labels }) => labels.map(({ name }) => name));
const METADATA = ALL.flatMap(({ metadata }) => metadata);
const METADATA_NAMES = METADATA.map(({ name }) => name);

export const ruleSource = ruleCheck({
  id: "rule-source",
  title: "Rules select streams that agents collect",
  severity: "error",
  why: "a rule never fires if no collected source has its streams, and Loki reports no error",
  remedy: "select by labels of a collected source, or turn the source on",
  evidence: "docs/logs.md; two alerts selected such streams for 23 days",
  find(rule) {
    const reported = new Set<string>();
    const found = rule.selections.flatMap((analysis) => findings(rule, analysis, reported));
    return deduplicate(found).map(({ span, ...text }) => ({ ...text, location: inQuery(rule, span) }));
  },
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

/** @param reported the foreign matchers of the rule's earlier selections, to which it adds those of this one */
function findings(
  rule: RuleAnalysis,
  { selection, sources }: SelectionAnalysis,
  reported: Set<string>,
): readonly SpanFinding[] {
  if (sources.length > 0) {
    return [...selection.matchers.flatMap((one) => unitWithSuffix(rule, one)), ...unitOfKernel(rule, selection)];
  }
  const off = OPTIONAL_SOURCES.find(({ contract }) => maySelect(selection, contract));
  if (off !== undefined) return [sourceIsOff(rule, selection, off.setting, off.contract)];
  const foreign = selection.matchers.filter((matcher) => !ALL.some((source) => satisfies(source, matcher)));
  const [first, ...others] = foreign.filter((matcher) => !reported.has(written(rule, matcher)));
  for (const matcher of foreign) reported.add(written(rule, matcher));
  if (first !== undefined) return [foreignMatchers(rule, selection, [first, ...others])];
  if (foreign.length > 0) return [];
  return [contradiction(rule, selection) ?? metadataOfSource(rule, selection) ?? noneHasAll(rule, selection)];
}

/** The agents remove the suffix. @see src/alloy/pipelines.ts */
function unitWithSuffix(rule: RuleAnalysis, matcher: Matcher): readonly SpanFinding[] {
  if (matcher.label.name !== "unit") return [];
  const { operator, value } = matcher;
  const [, exact] = /^([^@]+)(?:@.*)?\.service$/.exec(value.value) ?? [];
  const unit = operator === "=" ? exact : operator === "=~" ? unitsWithoutSuffix(value.value) : undefined;
  if (unit === undefined) return [];
  const remedy = `write unit${operator}${JSON.stringify(unit)}`;
  return [{ span: matcher, got: written(rule, matcher), expected: "a unit without its suffix", remedy }];
}

/** Returns the expression without suffixes if every match needs one; "kubelet|kubelet.service" matches without it. */
function unitsWithoutSuffix(expression: string): string | undefined {
  const suffix = /\\?\.service(?=\$?\)*(?:\||$))/g;
  const isNeeded = ({ text, exact }: { readonly text: string; readonly exact: boolean }) =>
    text.endsWith(exact ? ".service" : "service");
  const units = expression.replace(suffix, "");
  if (units === "" || units === expression || alternativesOf(expression)?.every(isNeeded) !== true) return undefined;
  return units;
}

/** The kernel is no service. @see https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html */
function unitOfKernel(rule: RuleAnalysis, { matchers }: Selection): readonly SpanFinding[] {
  const isKernel = ({ label, operator, value }: Matcher) =>
    label.name === "transport" && operator === "=" && value.value === "kernel";
  const unit = matchers.find((matcher) => matcher.label.name === "unit" && selects(matcher));
  if (unit === undefined || !matchers.some(isKernel)) return [];
  const got = `${written(rule, unit)} of lines of the kernel, which have no unit`;
  return [{ span: unit, got, expected: "matchers that one line satisfies", remedy: "remove unit or transport" }];
}

/** Two matchers of one label that no value satisfies. */
function contradiction(rule: RuleAnalysis, { matchers }: Selection): SpanFinding | null {
  for (const one of matchers) {
    if (one.operator !== "=") continue;
    const other = matchers.find(({ label }) => label.name === one.label.name && label !== one.label);
    if (other === undefined || matches(other, one.value.value)) continue;
    const got = `${written(rule, other)}, while ${written(rule, one)} requires another value`;
    return { span: other, got, expected: "matchers that one value satisfies", remedy: "remove one of the two" };
  }
  return null;
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

/** One finding for a selector, which names the remedy of each matcher. */
function foreignMatchers(
  rule: RuleAnalysis,
  selection: Selection,
  [first, ...others]: readonly [Matcher, ...Matcher[]],
): SpanFinding {
  if (others.length === 0) return foreignMatcher(rule, selection, first);
  const matchers = [first, ...others];
  const found = matchers.map((matcher) => ({ matcher, ...foreignMatcher(rule, selection, matcher) }));
  const wrong = found.filter(({ matcher }) => isKnown(matcher)).map(({ got }) => got);
  const unknown = matchers.filter((matcher) => !isKnown(matcher));
  return {
    span: first,
    got: [...wrong, ...(unknown.length > 0 ? [unknownLabels(rule, unknown)] : [])].join("; "),
    expected: [...new Set(found.map(({ expected }) => expected))].join("; "),
    remedy: remedies(found.map(({ matcher, remedy }) => [matcher.label.name, remedy])),
  };
}

/** The remedies of several labels, equal ones together. */
function remedies(ofLabels: readonly (readonly [string, string])[]): string {
  const texts = [...new Set(ofLabels.map(([, remedy]) => remedy))];
  const labels = (text: string) => ofLabels.flatMap(([name, remedy]) => (remedy === text ? [name] : [])).join(", ");
  return texts
    .map((text) => `${labels(text)}: ${text}`)
    .join("; ")
    .replaceAll("?;", "?");
}

function isKnown({ label }: Matcher): boolean {
  return NAMES.includes(label.name);
}

function unknownLabels(rule: RuleAnalysis, matchers: readonly Matcher[]): string {
  const names = matchers.map(({ label }) => `"${label.name}"`).join(" and ");
  const labels = matchers.length > 1 ? `the labels ${names}` : `a label ${names}`;
  return `${matchers.map((matcher) => written(rule, matcher)).join(", ")}: no source sets ${labels} on its streams`;
}

function foreignMatcher(rule: RuleAnalysis, selection: Selection, matcher: Matcher): SpanFinding {
  const { label } = matcher;
  const known = ALL.flatMap((source) => source.labels.filter(({ name }) => name === label.name));
  if (known.length > 0) return foreignValue(rule, matcher, known);
  return {
    span: matcher,
    got: unknownLabels(rule, [matcher]),
    expected: `one of ${[...new Set(NAMES)].join(", ")}`,
    remedy: remedyFor(rule, selection, matcher),
  };
}

function foreignValue(rule: RuleAnalysis, matcher: Matcher, known: readonly SourceLabel[]): SpanFinding {
  const { name } = matcher.label;
  const constants = known.flatMap((label) => constantValue(label) ?? []);
  const values = (constants.length === known.length ? null : known[0]?.values) ?? oneOf(constants);
  const { because, remedy } = explainValue(matcher, values);
  return {
    span: matcher,
    got: `${written(rule, matcher)}${because}`,
    expected: values.described,
    remedy: name === "job" ? `${remedy}, or select pods by namespace, pod, container, node or app` : remedy,
  };
}

function remedyFor(rule: RuleAnalysis, { matchers }: Selection, matcher: Matcher): string {
  const { name } = matcher.label;
  const suggested = METADATA_NAMES.includes(name) ? name : suggestLabel(name, [...NAMES, ...METADATA_NAMES]);
  const metadata = METADATA.find((label) => label.name === suggested && !NAMES.includes(label.name));
  if (metadata !== undefined) {
    const selector =
      PODS.metadata.includes(metadata) && name === metadata.name ? podSelector(rule, matchers, matcher) : "{…}";
    return `filter by it after the selector: ${selector} | ${metadataFilter(rule, matcher, metadata)}`;
  }
  if (suggested !== null) return `did you mean "${suggested}"?`;
  const others = matchers.filter((other) => other !== matcher && selects(other));
  const isField = EVENTS.fields?.some((field) => field.name === name) === true;
  if (isField && others.length > 0 && others.every((other) => satisfies(EVENTS, other))) {
    return `filter by it after a parser: {…} | logfmt | ${written(rule, matcher)}`;
  }
  return "select by labels that the streams have";
}

/** The selector of pods that remains without a matcher. */
function podSelector(rule: RuleAnalysis, matchers: readonly Matcher[], without: Matcher): string {
  const others = matchers.filter((other) => other !== without);
  if (!others.every((other) => satisfies(PODS, other))) return "{…}";
  return others.some(selects) ? `{${others.map((other) => written(rule, other)).join(", ")}}` : '{container=~".+"}';
}

/** The filter by structured metadata with a value that it may have. */
function metadataFilter(rule: RuleAnalysis, matcher: Matcher, { name, values }: SourceLabel): string {
  const renamed = { ...matcher, label: { ...matcher.label, name } };
  if (mayMatch(values, renamed)) return `${name}${matcher.operator}${written(rule, matcher.value)}`;
  const { remedy } = explainValue(renamed, values);
  return remedy.startsWith("write ") ? remedy.slice("write ".length) : `${name}="…"`;
}

/** A label of another source, which is structured metadata of the one that the other matchers select. */
function metadataOfSource(rule: RuleAnalysis, { matchers }: Selection): SpanFinding | null {
  for (const source of ALL) {
    const foreign = matchers.filter((matcher) => !satisfies(source, matcher));
    const [first, ...others] = foreign;
    const rest = matchers.filter((matcher) => !foreign.includes(matcher));
    const isMetadata = source.metadata.some(({ name }) => name === first?.label.name);
    if (first === undefined || others.length > 0 || !isMetadata || !rest.some(selects)) continue;
    const text = written(rule, first);
    return {
      span: first,
      got: `${text} in a selector of ${source.lines}, whose streams have no label "${first.label.name}"`,
      expected: "a filter after the selector",
      remedy: `filter by it after the selector: {${rest.map((one) => written(rule, one)).join(", ")}} | ${text}`,
    };
  }
  return null;
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
