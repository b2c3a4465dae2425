import { patternNames } from "../pattern";
import { isProblem, regularExpression } from "../regular-expression";
import type { Selection } from "../tree/selection";
import type { LabelFormat, LabelSelection, Stage } from "../tree/stage";
import type { LabelSet } from "./label-set";

/** What is known of the lines that a selector finds. */
export interface Lines {
  readonly labels: LabelSet;
  /** What "| logfmt" finds in them, or null where that can't be known. */
  readonly fields: readonly string[] | null;
}

/** A parser whose label the stream has already calls its own so. @see https://grafana.com/docs/loki/latest/query/log_queries/#parser-expression */
const DUPLICATE = "_extracted";

/** The labels that the lines of a selection may carry after its stages. */
export function labelsAfter(found: Lines, { stages }: Selection): LabelSet {
  return stages.reduce((lines, stage) => afterStage(lines, stage, found.labels), found).labels;
}

function afterStage(lines: Lines, stage: Stage, stream: LabelSet): Lines {
  const { labels, fields } = lines;
  const extracted = (names: readonly string[]) => withExtracted(labels, names, stream);
  switch (stage.kind) {
    case "json":
      return { labels: stage.extractions.length > 0 ? extracted(namesOf(stage.extractions)) : labels.opened(), fields };
    case "logfmt":
      if (stage.extractions.length > 0) return { labels: extracted(namesOf(stage.extractions)), fields };
      return { labels: fields === null ? labels.opened() : extracted(fields), fields };
    case "regexp":
      return { labels: extracted(groupNames(stage.expression.value)), fields };
    case "pattern":
      return { labels: extracted(patternNames(stage.expression.value)), fields };
    case "unpack":
      return { labels: labels.opened(), fields: null };
    case "lineFormat":
      return { labels, fields: null };
    case "labelFormat":
      return { labels: formatted(labels, stage), fields };
    case "drop":
    case "keep":
      return { labels: selected(labels, stage), fields };
    default:
      return lines;
  }
}

function namesOf(extractions: readonly { readonly label: { readonly name: string } }[]): readonly string[] {
  return extractions.map(({ label }) => label.name);
}

/** The labels that a regular expression extracts. */
export function groupNames(expression: string): readonly string[] {
  const compiled = regularExpression(expression);
  return isProblem(compiled) ? [] : compiled.names;
}

/** What the stream itself is called by is extracted by another name, even where a stage has dropped the label. */
function withExtracted(labels: LabelSet, names: readonly string[], stream: LabelSet): LabelSet {
  const renamed = names.filter((name) => stream.mayHave(name) || labels.mayHave(name)).map((name) => name + DUPLICATE);
  return labels.with([...names, ...renamed]);
}

function formatted(labels: LabelSet, { formats }: LabelFormat): LabelSet {
  return formats.reduce((set, { label, from }) => {
    if (from.kind === "text") return set.with([label.name]);
    return set.mayHave(from.name) ? set.without([from.name]).with([label.name]) : set;
  }, labels);
}

function selected(labels: LabelSet, { kind, labels: chosen }: LabelSelection): LabelSet {
  const whole = chosen.flatMap((choice) => (choice.kind === "name" ? [choice.name] : []));
  if (kind === "drop") return labels.without(whole);
  return labels.only(chosen.map((choice) => (choice.kind === "name" ? choice.name : choice.matcher.label.name)));
}
