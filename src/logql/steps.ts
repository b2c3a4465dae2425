import type {
  AmountUnit,
  ExtractingParser,
  LabelFilter,
  LabelFormat,
  LabelSelection,
  Matcher,
  Selection,
  Stage,
} from "./ast";
import { type LabelValues, mayMatch, mustMatch, narrowed } from "./label-values";
import { afterStage, fieldOf, type Processed } from "./labels";
import { matches } from "./matching";

/** The known properties of lines, with the values of their labels. */
export interface KnownLines extends Processed {
  /** The values of labels, as far as they are known. */
  readonly values: ReadonlyMap<string, LabelValues>;
  /** The values of the fields. */
  readonly fieldValues: ReadonlyMap<string, LabelValues>;
  /** The labels that every line has. */
  readonly certain: ReadonlySet<string>;
}

/** A stage, and the known properties of the lines that it receives. */
export interface Step {
  readonly stage: Stage;
  readonly before: KnownLines;
  /** One of the conditions that a label filter joins with "and"; null for other stages. */
  readonly condition: LabelFilter | null;
}

/** The steps of a selection, and the known properties of the lines after the last one. */
export interface Steps {
  readonly steps: readonly Step[];
  readonly after: KnownLines;
}

/**
 * Returns the steps of a selection's pipeline. Each condition of a label filter is a step.
 * @param stream the lines before the selector
 * @param textOf returns a matcher as the user wrote it, for the descriptions of values
 */
export function stepsOf(stream: KnownLines, selection: Selection, textOf: (matcher: Matcher) => string): Steps {
  let before = narrow(stream, selection.matchers, textOf);
  const steps: Step[] = [];
  for (const stage of selection.stages) {
    for (const condition of stage.kind === "labelFilter" ? conditionsOf(stage.filter) : [null]) {
      steps.push({ stage, condition, before });
      before = condition === null ? next(before, stage, stream) : narrow(before, matchersIn(condition), textOf);
    }
  }
  return { steps, after: before };
}

/** Returns the conditions that a filter joins with "and". */
function conditionsOf(filter: LabelFilter): readonly LabelFilter[] {
  const [conditions, open]: [LabelFilter[], LabelFilter[]] = [[], [filter]];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.kind === "and") open.push(one.right, one.left);
    else conditions.push(one);
  }
  return conditions;
}

function matchersIn(condition: LabelFilter): readonly Matcher[] {
  return condition.kind === "matcher" ? [condition.matcher] : [];
}

function narrow(lines: KnownLines, matchers: readonly Matcher[], textOf: (matcher: Matcher) => string): KnownLines {
  if (matchers.length === 0) return lines;
  const values = new Map(lines.values);
  for (const matcher of matchers) {
    const { name } = matcher.label;
    const known = narrowed(values.get(name) ?? null, matcher, textOf(matcher));
    if (known !== null) values.set(name, known);
  }
  const required = matchers.filter((matcher) => !matches(matcher, "")).map(({ label }) => label.name);
  return { ...lines, values, certain: new Set([...lines.certain, ...required]) };
}

function next(lines: KnownLines, stage: Stage, stream: KnownLines): KnownLines {
  const { labels, fields } = afterStage(lines, stage, stream.labels);
  const after = { ...lines, labels, fields };
  switch (stage.kind) {
    case "logfmt":
      return { ...withoutExtracted(after, stream), values: extractedValues(lines, stage, stream) };
    case "json":
    case "regexp":
    case "pattern":
    case "unpack":
      return withoutExtracted(after, stream);
    case "lineFormat":
      return { ...after, fieldValues: new Map() };
    case "labelFormat":
      return formatted(after, stage);
    case "drop":
    case "keep":
      return unknown(
        after,
        [...after.values.keys(), ...after.certain].filter(
          (name) => !labels.names.has(name) || isConditional(stage.labels, name),
        ),
      );
    default:
      return after;
  }
}

function isConditional(labels: LabelSelection["labels"], name: string): boolean {
  return labels.some((label) => label.kind === "labelMatch" && label.matcher.label.name === name);
}

/** A parser may overwrite the labels of other parsers, but not those of the stream. */
function withoutExtracted(lines: KnownLines, stream: KnownLines): KnownLines {
  return unknown(
    lines,
    [...lines.values.keys(), ...lines.certain].filter((name) => !stream.labels.names.has(name)),
  );
}

/** Forgets what is known about labels. */
function unknown(lines: KnownLines, names: readonly string[]): KnownLines {
  const forgotten = new Set(names);
  return {
    ...lines,
    values: new Map([...lines.values].filter(([name]) => !forgotten.has(name))),
    certain: new Set([...lines.certain].filter((name) => !forgotten.has(name))),
  };
}

function extractedValues(
  lines: KnownLines,
  { extractions }: ExtractingParser,
  stream: KnownLines,
): ReadonlyMap<string, LabelValues> {
  const extracted =
    extractions.length === 0
      ? [...lines.fieldValues]
      : extractions.flatMap(({ label, path }) => {
          const values = lines.fieldValues.get(fieldOf(path.value));
          return values === undefined ? [] : [[label.name, values] as const];
        });
  const others = [...withoutExtracted(lines, stream).values];
  return new Map([...others, ...extracted.filter(([name]) => !stream.labels.names.has(name))]);
}

function formatted(lines: KnownLines, { formats }: LabelFormat): KnownLines {
  return formats.reduce((known, { label, from }) => {
    const moved = from.kind === "name" ? known.values.get(from.name) : undefined;
    const rest = unknown(known, from.kind === "name" ? [label.name, from.name] : [label.name]);
    return moved === undefined ? rest : { ...rest, values: new Map([...rest.values, [label.name, moved]]) };
  }, lines);
}

/** Whether no line passes, every line passes, or it depends on the line. */
export type Outcome = "never" | "always" | "depends";

/** Returns which of the lines pass a condition. */
export function outcomeOf(filter: LabelFilter, lines: KnownLines): Outcome {
  switch (filter.kind) {
    case "and":
    case "or":
      return combined(filter.kind, outcomeOf(filter.left, lines), outcomeOf(filter.right, lines));
    case "matcher":
      return matcherOutcome(filter.matcher, lines);
    case "address":
      return hasLabel(filter.label.name, lines) ? "depends" : "never";
    default:
      return hasLabel(filter.label.name, lines) && mayParse(lines.values.get(filter.label.name), filter.unit)
        ? "depends"
        : "never";
  }
}

/** Without the label, even a comparison with != is false. Measured with Loki 3.7.8: | x != 5, | x != ip("10.0.0.1"). */
function hasLabel(name: string, { labels }: KnownLines): boolean {
  return labels.mayHave(name);
}

/**
 * Returns whether a value may be an amount in the unit. Loki reads an integer as a size, but not as a duration.
 * Measured with Loki 3.7.8: a value that doesn't parse fails the whole evaluation.
 */
export function mayParse(values: LabelValues | undefined, unit: AmountUnit): boolean {
  if (values === undefined || values.numeric === null) return true;
  return values.numeric && unit !== "duration";
}

function combined(kind: "and" | "or", left: Outcome, right: Outcome): Outcome {
  const decisive = kind === "and" ? "never" : "always";
  if (left === decisive || right === decisive) return decisive;
  return left === right ? left : "depends";
}

function matcherOutcome(matcher: Matcher, { labels, values, certain }: KnownLines): Outcome {
  const { name } = matcher.label;
  if (name.startsWith("__")) return "depends";
  const absent = matches(matcher, "");
  if (!labels.mayHave(name)) return absent ? "always" : "never";
  const known = values.get(name);
  if (known === undefined) return "depends";
  const mayBeAbsent = !certain.has(name);
  if (!mayMatch(known, matcher) && !(mayBeAbsent && absent)) return "never";
  return mustMatch(known, matcher) && (!mayBeAbsent || absent) ? "always" : "depends";
}
