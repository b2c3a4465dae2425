import type { Span } from "../span";
import type { Extraction, LabelAssignment, LabelMatch, Stage } from "../tree/stage";
import type { Name } from "../tree/text";
import type { Cursor } from "./cursor";
import { readLabelFilter } from "./label-filter";
import { lineOperator, readLineFilter } from "./line-filter";
import { isMatcher, readMatcher } from "./matchers";

/** The stages that come next; an unwrap, which is no stage, ends them. */
export function readStages(cursor: Cursor): readonly Stage[] {
  const stages: Stage[] = [];
  for (;;) {
    const stage = readStage(cursor);
    if (stage === null) return stages;
    stages.push(stage);
  }
}

function readStage(cursor: Cursor): Stage | null {
  const operator = lineOperator(cursor);
  if (operator !== undefined) return readLineFilter(cursor, operator);
  if (!cursor.isSymbol("|") || cursor.isSymbol("unwrap", 1)) return null;
  const bar = cursor.next();
  const word = cursor.peek();
  const read = word.kind === "symbol" ? WORDS[word.value] : undefined;
  if (read === undefined) return readLabelFilterStage(cursor, bar);
  cursor.next();
  return read(cursor, bar);
}

function readLabelFilterStage(cursor: Cursor, bar: Span): Stage {
  if (cursor.peek().kind !== "identifier" && !cursor.isSymbol("(")) {
    return cursor.fail("a parser, a format or a filter by labels");
  }
  const filter = readLabelFilter(cursor);
  return { kind: "labelFilter", filter, ...cursor.since(bar) };
}

const WORDS: Readonly<Record<string, (cursor: Cursor, bar: Span) => Stage>> = {
  json: (cursor, bar) => ({ kind: "json", extractions: readExtractions(cursor), ...cursor.since(bar) }),
  logfmt: readLogfmt,
  regexp: (cursor, bar) => ({ kind: "regexp", expression: cursor.text(), ...cursor.since(bar) }),
  pattern: (cursor, bar) => ({ kind: "pattern", expression: cursor.text(), ...cursor.since(bar) }),
  unpack: (cursor, bar) => ({ kind: "unpack", ...cursor.since(bar) }),
  line_format: (cursor, bar) => ({ kind: "lineFormat", template: cursor.text(), ...cursor.since(bar) }),
  label_format: (cursor, bar) => ({
    kind: "labelFormat",
    formats: cursor.list(() => readAssignment(cursor)),
    ...cursor.since(bar),
  }),
  decolorize: (cursor, bar) => ({ kind: "decolorize", ...cursor.since(bar) }),
  drop: (cursor, bar) => ({ kind: "drop", labels: readLabels(cursor), ...cursor.since(bar) }),
  keep: (cursor, bar) => ({ kind: "keep", labels: readLabels(cursor), ...cursor.since(bar) }),
};

function readLogfmt(cursor: Cursor, bar: Span): Stage {
  while (cursor.peek().kind === "flag") cursor.next();
  return { kind: "logfmt", extractions: readExtractions(cursor), ...cursor.since(bar) };
}

function readExtractions(cursor: Cursor): readonly Extraction[] {
  return cursor.peek().kind === "identifier" ? cursor.list(() => readExtraction(cursor)) : [];
}

function readExtraction(cursor: Cursor): Extraction {
  const label = cursor.name();
  if (cursor.take("=") !== null) return { label, path: cursor.text() };
  return { label, path: { kind: "text", value: label.name, from: label.from, to: label.to } };
}

function readAssignment(cursor: Cursor): LabelAssignment {
  const label = cursor.name();
  cursor.expect("=");
  if (cursor.peek().kind === "identifier") return { label, from: cursor.name() };
  return { label, from: cursor.text() };
}

function readLabels(cursor: Cursor): readonly (Name | LabelMatch)[] {
  return cursor.list(() => readNameOrMatch(cursor));
}

function readNameOrMatch(cursor: Cursor): Name | LabelMatch {
  return isMatcher(cursor) ? { kind: "labelMatch", matcher: readMatcher(cursor) } : cursor.name();
}
