import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { EVENTS } from "../../alloy/source-contracts";
import { type SearchedLines, type UnloggedState, unloggedReason, unloggedState } from "../../alloy/unlogged-states";
import {
  alternativesOf,
  type LineFilter,
  type Matcher,
  matchersOf,
  type Selection,
  type Stage,
  selects,
} from "../../logql";
import { filterFault } from "./filter";
import { isPatternText } from "./pattern-text";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleNeverWritten = ruleCheck({
  id: "rule-never-written",
  title: "Rules search for text that appears in logs",
  severity: "error",
  why: "some states appear only in kubectl, so a rule that searches logs for their names never fires",
  remedy: "search for text that the source writes",
  evidence: "for 23 days, two alerts on such texts matched only their own queries",
  find: (rule) => rule.selections.flatMap((analysis) => unwritten(rule, analysis)),
});

/** One finding per selection. */
function unwritten(rule: RuleAnalysis, analysis: SelectionAnalysis): readonly RuleFinding[] {
  const { selection, sources } = analysis;
  if (sources.length === 0 || selectsOneProgram(selection) || filterFault(analysis, rule) !== null) return [];
  for (const stage of selection.stages) {
    const state = stageState(stage, analysis);
    if (state !== null) return [finding(rule, stage, state)];
  }
  return [];
}

/** Returns why no line passes a line filter, or null. */
export function unwrittenText(filter: LineFilter, { selection, sources }: SelectionAnalysis): UnloggedState | null {
  if (sources.length === 0 || selectsOneProgram(selection)) return null;
  const lines = { sources, transport: transportOf(selection), namespaced: requiresNamespace(selection) };
  return (
    unwrittenIn(searchedTexts(filter), lines) ??
    (sources.every((source) => source === EVENTS) ? (json(filter) ?? quoted(filter)) : null)
  );
}

function unwrittenIn(texts: readonly string[], lines: SearchedLines): UnloggedState | null {
  const states = texts.map((text) => unloggedState(text, lines));
  return states.every((state) => state !== null) ? (states[0] ?? null) : null;
}

function stageState(stage: Stage, analysis: SelectionAnalysis): UnloggedState | null {
  if (stage.kind === "lineFilter") return unwrittenText(stage, analysis);
  if (stage.kind !== "labelFilter" || !analysis.sources.every((source) => source === EVENTS)) return null;
  if (stage.filter.kind === "or") return null;
  const states = matchersOf(stage.filter).map((matcher) => reasonState(matcher));
  return states.find((state) => state !== null) ?? null;
}

function reasonState({ label, operator, value }: Matcher): UnloggedState | null {
  if (label.name !== "reason" || operator.startsWith("!")) return null;
  const reasons = operator === "=" ? [value.value] : regularTexts(value.value);
  const states = reasons.map(unloggedReason);
  return states.every((state) => state !== null) ? (states[0] ?? null) : null;
}

/** An event is logfmt, with quotes inside its message escaped. */
function json({ operator, alternatives }: LineFilter): UnloggedState | null {
  const field = /^\{?"(?:reason|type|kind|name|message|msg|count)"\s*:\s*"?(\w*)/;
  const fields = alternatives.map(({ value }) => field.exec(value));
  if (operator !== "|=" || !fields.every((found) => found !== null)) return null;
  const text = (alternatives[0]?.value ?? "")
    .replace(/[{}"\s]/g, "")
    .replace(":", "=")
    .replace(/^message=/, "msg=");
  return { because: "Kubernetes events are logfmt, not JSON", instead: `write |= ${JSON.stringify(text)}` };
}

/**
 * Only a value with a space, a quote or an equals sign has quotes.
 * @see https://github.com/go-logfmt/logfmt/blob/v0.6.0/jsonstring.go
 */
function quoted({ operator, alternatives }: LineFilter): UnloggedState | null {
  const field = /\b(reason|type|kind|count)="([\w.-]+)"/;
  if (operator !== "|=" || !alternatives.every(({ value }) => field.test(value))) return null;
  const text = (alternatives[0]?.value ?? "").replace(field, "$1=$2");
  return { because: "an event quotes only values with spaces", instead: `write |= ${JSON.stringify(text)}` };
}

/** A rule on the lines of one program may know its text: a controller writes about other pods. */
function selectsOneProgram({ matchers }: Selection): boolean {
  return matchers.some(
    ({ label, operator, value }) =>
      ["container", "pod", "service_name", "unit"].includes(label.name) &&
      (operator === "=" || (operator === "=~" && !/^\.[+*]$/.test(value.value))),
  );
}

function transportOf({ matchers }: Selection): string | null {
  const transport = matchers.find(({ label, operator }) => label.name === "transport" && operator === "=");
  return transport?.value.value ?? null;
}

/** The namespace of an event is structured metadata, which only a label filter sees. */
function requiresNamespace({ matchers, stages }: Selection): boolean {
  const filters = stages.flatMap((stage) =>
    stage.kind === "labelFilter" && stage.filter.kind === "matcher" ? [stage.filter.matcher] : [],
  );
  return [...matchers, ...filters].some((matcher) => matcher.label.name === "namespace" && selects(matcher));
}

/** The plain texts; the line must contain one of them. */
function searchedTexts({ operator, alternatives }: LineFilter): readonly string[] {
  if (operator === "|~") return alternatives.flatMap(({ value }) => regularTexts(value));
  if (operator !== "|=") return [];
  return alternatives.flatMap(({ value }) => (isPatternText(value) ? regularTexts(value) : [value]));
}

/** The texts of an expression's alternatives. One with other characters is a text that no state equals. */
function regularTexts(expression: string): readonly string[] {
  const inner = expression.replace(/^\(\?i\)/, "").replace(/^(?:\.\*|\\b)|(?:\.\*|\\b)$/g, "");
  const parts = alternativesOf(inner);
  return parts === null ? [expression] : parts.map(({ text, exact }) => (exact ? text : expression));
}

function finding(rule: RuleAnalysis, stage: Stage, { because, instead }: UnloggedState): RuleFinding {
  return {
    location: inQuery(rule, stage),
    got: `${written(rule, stage)}: ${because}`,
    expected: "text that the source writes",
    remedy: instead,
  };
}
