import type { LabelAssignment, LabelFilter, Matcher, Selection, Stage } from "./ast";
import { groupNames } from "./labels";
import { isProblem, patternNames, regularExpression } from "./patterns";

/** Returns whether a value may contain the character. */
export type Characters = (character: string) => boolean;

export const ANY_CHARACTER: Characters = () => true;

/** What is known about the characters of a stream's labels and of its structured metadata. */
export interface StreamCharacters {
  /** The labels of the streams, which no parser overwrites. */
  readonly labels: ReadonlyMap<string, Characters>;
  readonly metadata: ReadonlyMap<string, Characters>;
}

type Known = ReadonlyMap<string, Characters>;

/**
 * Returns the characters that the labels of a selection's lines may contain after its stages. A label that isn't in the
 * result may contain any.
 */
export function labelCharacters(stream: StreamCharacters, { matchers, stages }: Selection): Known {
  const start = matchers.reduce(narrowed, new Map([...stream.metadata, ...stream.labels]));
  const own = new Set(stream.labels.keys());
  return stages.reduce<Known>((known, stage) => afterStage(known, stage, own), start);
}

function afterStage(known: Known, stage: Stage, own: ReadonlySet<string>): Known {
  switch (stage.kind) {
    case "labelFilter":
      return required(stage.filter).reduce(narrowed, known);
    case "json":
    case "logfmt":
      if (stage.extractions.length === 0) return only(known, own);
      return without(
        known,
        stage.extractions.map(({ label }) => label.name),
        own,
      );
    case "unpack":
      return only(known, own);
    case "pattern":
      return without(known, patternNames(stage.expression.value), own);
    case "regexp":
      return captured(known, stage.expression.value, own);
    case "labelFormat":
      return stage.formats.reduce(formatted, known);
    default:
      return known;
  }
}

function formatted(known: Known, { label, from }: LabelAssignment): Known {
  const characters = from.kind === "name" ? known.get(from.name) : ofTemplate(from.value, known);
  return new Map([...known, [label.name, characters ?? ANY_CHARACTER]]);
}

/** The matchers that each line must satisfy. */
function required(filter: LabelFilter): readonly Matcher[] {
  if (filter.kind === "and") return [...required(filter.left), ...required(filter.right)];
  return filter.kind === "matcher" ? [filter.matcher] : [];
}

/** A negative matcher excludes some texts, and leaves any other. */
function narrowed(known: Known, { label, operator, value }: Matcher): Known {
  const before = known.get(label.name) ?? ANY_CHARACTER;
  const allowed = operator === "=" ? ofText(value.value) : operator === "=~" ? ofExpression(value.value) : null;
  if (allowed === null) return known;
  return new Map([...known, [label.name, (character: string) => before(character) && allowed(character)]]);
}

function only(known: Known, own: ReadonlySet<string>): Known {
  return new Map([...known].filter(([name]) => own.has(name)));
}

function without(known: Known, names: readonly string[], own: ReadonlySet<string>): Known {
  return new Map([...known].filter(([name]) => own.has(name) || !names.includes(name)));
}

/** A line that doesn't match keeps the label of an earlier parser. */
function captured(known: Known, expression: string, own: ReadonlySet<string>): Known {
  const names = groupNames(expression).filter((name) => !own.has(name));
  const before = (name: string) => known.get(name) ?? (() => false);
  return new Map([
    ...known,
    ...names.map((name) => {
      const [earlier, group] = [before(name), ofExpression(groupText(expression, name))];
      return [name, (character: string) => earlier(character) || group(character)] as const;
    }),
  ]);
}

function ofText(text: string): Characters {
  return (character) => text.includes(character);
}

/** A class of characters, an escape, or one character; the rest of a regular expression only combines these. */
const ATOM =
  /\\[pP]\{\^?\w+\}|\\[pP]\w|\\x\{[0-9A-Fa-f]+\}|\\x[0-9A-Fa-f]{2}|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|./gs;

/** What is no text in a regular expression: names and flags of groups, repetitions, anchors and alternatives. */
const SYNTAX = /^(?:[()|*+?^$]|\\[bBAz])$/;

/** Returns the characters that a match of a regular expression may contain. */
export function ofExpression(expression: string): Characters {
  // Most labels of a query are in no command, so nothing asks for their characters.
  let atoms: readonly Characters[] | undefined;
  return (character) => {
    atoms ??= atomsOf(expression);
    return atoms.some((atom) => atom(character));
  };
}

function atomsOf(expression: string): readonly Characters[] {
  if (isProblem(regularExpression(expression)) || /\\[QC]/.test(expression)) return [ANY_CHARACTER];
  const atoms = (withoutClasses(expression).match(ATOM) ?? []).filter((atom) => !SYNTAX.test(atom));
  return [...new Set(atoms)].map(ofAtom);
}

function ofAtom(atom: string): Characters {
  // A dot also matches newlines in a matcher.
  if (atom === ".") return ANY_CHARACTER;
  if (atom.length === 1) return (character) => character === atom;
  const compiled = regularExpression(`^(?:${atom})$`);
  return (character) => !isProblem(compiled) && compiled.test(character);
}

/** Removes the names and flags of groups and the repetitions, which aren't in a class of characters. */
function withoutClasses(expression: string): string {
  const parts = /(\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])|\(\?(?:P?<\w+>|[imsU-]*:|[imsU-]*\))|\{\d+(?:,\d*)?\}/gs;
  return expression.replace(parts, (match, kept: string | undefined) => kept ?? (match.startsWith("(") ? "(" : ""));
}

/** Returns the text of a named group. */
function groupText(expression: string, name: string): string {
  const [start] = new RegExp(`\\(\\?P?<${name}>`).exec(expression) ?? [];
  if (start === undefined) return expression;
  const text = expression.slice(expression.indexOf(start) + start.length);
  let depth = 0;
  let end = 0;
  for (const token of text.match(ATOM) ?? []) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth < 0) return text.slice(0, end);
    end += token.length;
  }
  return expression;
}

/** The functions of label_format whose result contains only characters of their arguments. */
const PLAIN = new Set(
  "replace trim trimAll trimPrefix trimSuffix trimSpace trunc substr lower upper title ToLower ToUpper Replace Trim TrimLeft TrimRight TrimPrefix TrimSuffix TrimSpace default".split(
    " ",
  ),
);

/** The characters of a template that only combines labels, texts and plain functions; undefined for another template. */
function ofTemplate(template: string, known: Known): Characters | undefined {
  const actions = [...template.matchAll(/\{\{-?(.*?)-?\}\}/gs)].map(([, action = ""]) => action);
  const code = actions.map((action) => action.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, " "));
  const words = code.flatMap((text) => text.match(/\.?[A-Za-z_]\w*|[^\s\w|]/g) ?? []);
  const read = words.filter((word) => word.startsWith(".") && word.length > 1).map((word) => word.slice(1));
  const others = words.filter((word) => !word.startsWith(".") || word.length === 1);
  if (!others.every((word) => PLAIN.has(word))) return undefined;
  const characters = read.map((name) => known.get(name) ?? ANY_CHARACTER);
  const written = template.replace(/\{\{-?(.*?)-?\}\}/gs, (action) =>
    (action.match(/"(?:[^"\\]|\\.)*"|`[^`]*`/g) ?? []).map(unquoted).join(""),
  );
  return (character) => written.includes(character) || characters.some((one) => one(character));
}

function unquoted(literal: string): string {
  return literal.slice(1, -1);
}
