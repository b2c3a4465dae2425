import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { EVENTS, JOURNAL, PODS } from "../../alloy/source-contracts";
import { alternativesOf, escapedPattern, type LineFilter, type Matcher, matchersOf, type Selection } from "../../logql";
import { filterFault } from "./filter";
import { globToRegExp, placeholderIn } from "./impossible-value";
import { unwrittenText } from "./never-written";
import { isPatternText, isPatternValue } from "./pattern-text";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const rulePlainPattern = ruleCheck({
  id: "rule-plain-pattern",
  title: "Patterns follow operators that read patterns",
  severity: "warning",
  why: "after |=, = and their negations, a pattern is plain text, which lines rarely contain",
  remedy: "write |~ or =~ before a regular expression",
  evidence:
    'measured on Loki 3.7.8: |= "error|fatal" finds only lines with this text, |> "error" only lines equal to it',
  find: (rule) =>
    rule.selections.flatMap((analysis) =>
      analysis.sources.length === 0 || filterFault(analysis, rule) !== null ? [] : misread(rule, analysis),
    ),
});

function misread(rule: RuleAnalysis, analysis: SelectionAnalysis): readonly RuleFinding[] {
  const { selection } = analysis;
  return [
    ...selection.matchers.flatMap((matcher) => globMatcher(rule, matcher) ?? impossibleAlternatives(rule, matcher)),
    ...selection.stages.flatMap((stage) =>
      stage.kind === "lineFilter" && unwrittenText(stage, analysis) === null ? lineFilter(rule, stage) : [],
    ),
    ...labelFilters(rule, selection),
  ];
}

const NAMES = PODS.labels.map(({ name }) => name);

/** As a regular expression, "web-*" is "web" and dashes. */
function globMatcher(rule: RuleAnalysis, matcher: Matcher): readonly RuleFinding[] | null {
  const { label, operator, value } = matcher;
  const isGlob = operator.endsWith("~") && NAMES.includes(label.name) && /(^|[^\\])[\w-]\*/.test(value.value);
  if (!isGlob) return null;
  return [
    {
      location: inQuery(rule, matcher),
      got: `${written(rule, matcher)}, in which * repeats the character before it`,
      expected: ".* for any text",
      remedy: `write ${label.name}${operator}${JSON.stringify(globToRegExp(value.value))}`,
    },
  ];
}

const LABELS = [...PODS.labels, ...JOURNAL.labels, ...EVENTS.labels];

/** Texts between the pipes of an expression that no value of the label equals, while other texts can occur. */
function impossibleAlternatives(rule: RuleAnalysis, matcher: Matcher): readonly RuleFinding[] {
  const { label, operator, value } = matcher;
  const values = LABELS.flatMap((known) => (known.name === label.name ? [known.values] : []));
  if (!operator.endsWith("~") || values.length === 0) return [];
  const alternatives = alternativesOf(value.value) ?? [];
  const exact = alternatives.flatMap(({ text, exact }) => (exact && text !== "" ? [text] : []));
  const impossible = exact.filter((text) => !values.some((known) => known.includes(text)));
  if (impossible.length === 0 || impossible.length === alternatives.length) return [];
  return [
    {
      location: inQuery(rule, matcher),
      got: `${written(rule, matcher)} with ${impossible.join(" and ")}, which ${label.name} never is`,
      expected: `${label.name}: ${values[0]?.described}`,
      remedy: `correct or remove ${impossible.join(" and ")}`,
    },
  ];
}

/** "*error*", "error*" and "*error". In Go's messages, "*MyError" is a type. */
const GLOB = /^\*\w[\w -]*\*$|^[\w -]*\w\*$|^\*[a-z ]+$/;

function lineFilter(rule: RuleAnalysis, filter: LineFilter): readonly RuleFinding[] {
  const { operator, alternatives } = filter;
  const location = inQuery(rule, filter);
  const text = written(rule, filter);
  const values = alternatives.flatMap(({ value, address }) => (address ? [] : [value]));
  const variable = values.find(isVariable);
  if (variable !== undefined) {
    const got = `${text}, with a variable, which nothing replaces in a rule`;
    return [{ location, got, expected: "a text that lines contain", remedy: placeholderIn(variable)?.remedy ?? "" }];
  }
  if (operator.endsWith(">")) return withoutWildcard(rule, filter);
  if (operator.endsWith("~")) return unmatchable(rule, filter);
  const glob = values.find((value) => GLOB.test(value));
  if (glob !== undefined || values.includes("*")) {
    const plain = (glob ?? "").replaceAll("*", "");
    const remedy = plain === "" ? "remove it" : `write ${operator} ${JSON.stringify(plain)}`;
    return [{ location, got: `${text}, in which * is a character`, expected: "the text alone", remedy }];
  }
  if (!values.some(isPatternText)) return [];
  const instead = operator === "|=" ? "|~" : "!~";
  const join = (as: (value: string) => string) => `${instead} ${JSON.stringify(values.map(as).join("|"))}`;
  const pattern = join((value) => (isPatternText(value) ? value : escapedPattern(value)));
  return [
    {
      location,
      got: `${text}, which compares with this text, not with a pattern`,
      expected: `${instead} before a regular expression`,
      remedy: `write ${pattern}; if you mean the text itself, write ${join(escapedPattern)}`,
    },
  ];
}

/** Only a whole text: lines may contain the variables of shells and templates, and attacks such as "${jndi:ldap". */
function isVariable(value: string): boolean {
  return (
    /^(?:\(\?i\))?(?:\.\*)?(?:\$\w+|\$\{\w+(?::\w+)?\}|\[\[\w+\]\]|\{\{[^{}]*\}\})(?:\.\*)?$/.test(value) ||
    /\$__\w/.test(value)
  );
}

function withoutWildcard(rule: RuleAnalysis, filter: LineFilter): readonly RuleFinding[] {
  const { operator, alternatives } = filter;
  const [only] = alternatives;
  if (only === undefined || only.value === "" || alternatives.length > 1 || only.value.includes("<_>")) return [];
  const plain = operator === "|>" ? "|=" : "!=";
  return [
    {
      location: inQuery(rule, filter),
      got: `${written(rule, filter)}, a pattern that only a line equal to it matches`,
      expected: "<_> for any text before and after it",
      remedy: `write ${plain} ${JSON.stringify(only.value)}`,
    },
  ];
}

/** Characters after the end of the text, as in "a$b". */
function unmatchable(rule: RuleAnalysis, filter: LineFilter): readonly RuleFinding[] {
  const impossible = filter.alternatives.every(
    ({ value }) => alternativesOf(value)?.every(({ never }) => never) ?? false,
  );
  if (!impossible) return [];
  const escapedText = filter.alternatives.map(({ value }) => value.replace(/\\?\$(?=[\w{])/g, "\\$")).join("|");
  return [
    {
      location: inQuery(rule, filter),
      got: `${written(rule, filter)}, in which $ is the end of the line and more characters follow`,
      expected: "an expression that a line can match",
      remedy: `if you mean the character $, write ${filter.operator} ${JSON.stringify(escapedText)}`,
    },
  ];
}

/** Filters by extracted labels, whose values are unknown. Other checks know the values of the other labels. */
function labelFilters(rule: RuleAnalysis, selection: Selection): readonly RuleFinding[] {
  const { labels } = rule.linesOf(selection);
  return selection.stages.flatMap((stage) => {
    if (stage.kind !== "labelFilter") return [];
    return matchersOf(stage.filter).flatMap((matcher) => {
      const { label, operator, value } = matcher;
      if (labels.names.has(label.name)) return [];
      if (isVariable(value.value)) return [variableFilter(rule, matcher)];
      return !operator.endsWith("~") && isPatternValue(value.value) ? [plainLabelFilter(rule, matcher)] : [];
    });
  });
}

function variableFilter(rule: RuleAnalysis, matcher: Matcher): RuleFinding {
  return {
    location: inQuery(rule, matcher),
    got: `${written(rule, matcher)}, with a variable, which nothing replaces in a rule`,
    expected: "a value of the label",
    remedy: placeholderIn(matcher.value.value)?.remedy ?? "",
  };
}

function plainLabelFilter(rule: RuleAnalysis, matcher: Matcher): RuleFinding {
  const { label, operator, value } = matcher;
  const instead = operator === "=" ? "=~" : "!~";
  const name = `${label.name}${instead}`;
  return {
    location: inQuery(rule, matcher),
    got: `${written(rule, matcher)}, which compares with this text, not with a pattern`,
    expected: `${instead} before a regular expression`,
    remedy: `write ${name}${JSON.stringify(globToRegExp(value.value))}; if you mean the text itself, write ${name}${JSON.stringify(escapedPattern(value.value))}`,
  };
}
