import type { Extraction, LabelFormat, LabelSelection, Selection, Stage } from "./ast";
import { isProblem, patternNames, regularExpression } from "./patterns";

/** The names of the labels that series or lines may have. An open set may have other labels as well. */
export class LabelSet {
  static readonly none = new LabelSet([], false);
  static readonly any = new LabelSet([], true);

  readonly names: ReadonlySet<string>;

  constructor(
    names: Iterable<string>,
    /** Whether there may be labels with unknown names. */
    readonly open = false,
    /** Labels that an open set doesn't have. */
    private readonly removed: readonly string[] = [],
  ) {
    this.names = new Set(names);
  }

  /** Returns whether a label may be present. Loki adds its own labels, such as __error__, at any time. */
  mayHave(name: string): boolean {
    return (this.open && !this.removed.includes(name)) || this.names.has(name) || name.startsWith("__");
  }

  with(names: readonly string[]): LabelSet {
    return new LabelSet([...this.names, ...names], this.open, this.removed);
  }

  /** Removes these labels. An open set stays open. */
  without(names: readonly string[]): LabelSet {
    return new LabelSet(
      [...this.names].filter((name) => !names.includes(name)),
      this.open,
      [...this.removed, ...names],
    );
  }

  only(names: readonly string[]): LabelSet {
    return new LabelSet(names.filter((name) => this.mayHave(name)));
  }

  or(other: LabelSet): LabelSet {
    return new LabelSet([...this.names, ...other.names], this.open || other.open);
  }

  opened(): LabelSet {
    return new LabelSet(this.names, true);
  }
}

/** The known properties of the lines that a selector selects. */
export interface Lines {
  readonly labels: LabelSet;
  /** The fields that "| logfmt" extracts from them; null if unknown. */
  readonly fields: readonly string[] | null;
  /** The labels of every line. */
  readonly always: readonly string[];
}

/** The suffix of an extracted label if the stream has a label of the same name. @see https://grafana.com/docs/loki/latest/query/log_queries/#parser-expression */
const DUPLICATE = "_extracted";

/** Returns the labels that the lines of a selection may have after its stages. */
export function labelsAfter(selected: Lines, { stages }: Selection): LabelSet {
  return stages.reduce<Processed>((lines, stage) => afterStage(lines, stage, selected.labels), selected).labels;
}

/** The known properties of lines that stages change. */
export type Processed = Pick<Lines, "labels" | "fields">;

/**
 * Returns the known properties of lines after a stage.
 * @param stream the labels of their streams and their structured metadata
 */
export function afterStage(lines: Processed, stage: Stage, stream: LabelSet): Processed {
  const { labels, fields } = lines;
  const extracted = (names: readonly string[]) => withExtracted(labels, names, stream);
  switch (stage.kind) {
    case "json":
      return { labels: stage.extractions.length > 0 ? extracted(namesOf(stage.extractions)) : labels.opened(), fields };
    case "logfmt":
      if (stage.extractions.length > 0) return { labels: extracted(namesOf(found(stage.extractions, fields))), fields };
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
      return { labels: afterFormat(labels, stage), fields };
    case "drop":
    case "keep":
      return { labels: afterSelection(labels, stage), fields };
    default:
      return lines;
  }
}

function namesOf(extractions: readonly { readonly label: { readonly name: string } }[]): readonly string[] {
  return extractions.map(({ label }) => label.name);
}

/** The extractions of fields that the lines may have. */
function found(extractions: readonly Extraction[], fields: readonly string[] | null): readonly Extraction[] {
  return fields === null ? extractions : extractions.filter(({ path }) => fields.includes(fieldOf(path.value)));
}

/** Returns the field that the path of an extraction names. */
export function fieldOf(path: string): string {
  return path.trim().replace(/^"(.*)"$/s, "$1");
}

/** Returns the labels that a regular expression extracts. */
export function groupNames(expression: string): readonly string[] {
  const compiled = regularExpression(expression);
  return isProblem(compiled) ? [] : compiled.names;
}

/** Loki renames an extracted label if the stream has one of the same name, even if a stage has dropped that. */
function withExtracted(labels: LabelSet, names: readonly string[], stream: LabelSet): LabelSet {
  const renamed = names.filter((name) => stream.mayHave(name) || labels.mayHave(name)).map((name) => name + DUPLICATE);
  return labels.with([...names, ...renamed]);
}

function afterFormat(labels: LabelSet, { formats }: LabelFormat): LabelSet {
  return formats.reduce((set, { label, from }) => {
    if (from.kind === "text") return set.with([label.name]);
    return set.mayHave(from.name) ? set.without([from.name]).with([label.name]) : set;
  }, labels);
}

function afterSelection(labels: LabelSet, { kind, labels: chosen }: LabelSelection): LabelSet {
  const whole = chosen.flatMap((choice) => (choice.kind === "name" ? [choice.name] : []));
  if (kind === "drop") return labels.without(whole);
  return labels.only(chosen.map((choice) => (choice.kind === "name" ? choice.name : choice.matcher.label.name)));
}
