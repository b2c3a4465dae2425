import {
  type AmountFilter,
  type Extraction,
  type LabelAssignment,
  type LabelFilter,
  type LabelMatch,
  LINE_OPERATORS,
  type LineFilter,
  type LineOperator,
  type LineText,
  MATCH_OPERATORS,
  type Matcher,
  type Name,
  type Selection,
  type Span,
  type Stage,
} from "../ast";
import { type Cursor, QUERY, readSigned } from "./cursor";

/** Reads a selector and the stages after it. */
export function readSelection(cursor: Cursor): Selection {
  const { matchers, selector } = readSelector(cursor);
  const stages = readStages(cursor);
  return { matchers, selector, stages, ...cursor.since(selector) };
}

/** Reads a selector in braces. */
export function readSelector(cursor: Cursor): { readonly matchers: readonly Matcher[]; readonly selector: Span } {
  const open = cursor.take("{") ?? cursor.fail(cursor.peek().kind === "identifier" ? QUERY : "a selector in braces");
  const matchers = cursor.isSymbol("}") ? [] : cursor.list(() => readMatcher(cursor));
  cursor.expect("}");
  return { matchers, selector: cursor.since(open) };
}

function readMatcher(cursor: Cursor): Matcher {
  const label = cursor.name();
  const operator = MATCH_OPERATORS.find((candidate) => cursor.isSymbol(candidate));
  if (operator === undefined) return cursor.fail("one of =, !=, =~, !~");
  cursor.next();
  const value = cursor.text();
  return { label, operator, value, ...cursor.since(label) };
}

/** Returns whether a label, an operator and a string come next. */
function isMatcher(cursor: Cursor): boolean {
  return (
    cursor.peek().kind === "identifier" &&
    MATCH_OPERATORS.some((operator) => cursor.isSymbol(operator, 1)) &&
    cursor.peek(2).kind === "string"
  );
}

/** Reads the stages up to the end of the pipeline or an unwrap, which is not a stage. */
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
    return cursor.fail("a parser, a format or a label filter");
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

/** Loki reads an operator after a name as one of a matcher, not of a line filter. */
function readNameOrMatch(cursor: Cursor): Name | LabelMatch {
  return MATCH_OPERATORS.some((operator) => cursor.isSymbol(operator, 1))
    ? { kind: "labelMatch", matcher: readMatcher(cursor) }
    : cursor.name();
}

/** Returns the operator of a line filter, if it comes next. */
function lineOperator(cursor: Cursor): LineOperator | undefined {
  return LINE_OPERATORS.find((candidate) => cursor.isSymbol(candidate));
}

function readLineFilter(cursor: Cursor, operator: LineOperator): LineFilter {
  const first = cursor.next();
  const alternatives = [readLineText(cursor)];
  while (cursor.take("or") !== null) alternatives.push(readLineText(cursor));
  return { kind: "lineFilter", operator, alternatives, ...cursor.since(first) };
}

function readLineText(cursor: Cursor): LineText {
  const first = cursor.peek();
  if (!cursor.isFunction("ip")) return { ...cursor.text(), address: false };
  const value = readIp(cursor);
  return { kind: "text", value, address: true, ...cursor.since(first) };
}

const COMPARISONS = ["==", "=", "!=", ">", ">=", "<", "<="];

/** Reads a label filter. "and" has precedence over "or". A comma or whitespace applies to everything on its right. */
export function readLabelFilter(cursor: Cursor): LabelFilter {
  let left = readConjunction(cursor);
  while (cursor.take("or") !== null) {
    const right = readConjunction(cursor);
    left = { kind: "or", left, right, from: left.from, to: right.to };
  }
  return left;
}

function readConjunction(cursor: Cursor): LabelFilter {
  let left = readSequence(cursor);
  while (cursor.take("and") !== null) {
    const right = readSequence(cursor);
    left = { kind: "and", left, right, from: left.from, to: right.to };
  }
  return left;
}

function readSequence(cursor: Cursor): LabelFilter {
  const left = readOne(cursor);
  if (cursor.take(",") === null && !startsFilter(cursor)) return left;
  const right = readLabelFilter(cursor);
  return { kind: "and", left, right, from: left.from, to: right.to };
}

function startsFilter(cursor: Cursor): boolean {
  return cursor.peek().kind === "identifier" || cursor.isSymbol("(");
}

function readOne(cursor: Cursor): LabelFilter {
  cursor.countPart();
  if (cursor.take("(") !== null) return readGroup(cursor);
  if (isMatcher(cursor)) {
    const matcher = readMatcher(cursor);
    return { kind: "matcher", matcher, from: matcher.from, to: matcher.to };
  }
  return readComparison(cursor, cursor.name());
}

function readGroup(cursor: Cursor): LabelFilter {
  const filter = readLabelFilter(cursor);
  cursor.expect(")");
  return filter;
}

function readComparison(cursor: Cursor, label: Name): LabelFilter {
  const operator = COMPARISONS.find((candidate) => cursor.isSymbol(candidate));
  if (operator === undefined) return cursor.fail(`a comparison of "${label.name}", such as = or >`);
  cursor.next();
  if ((operator === "=" || operator === "!=") && cursor.isFunction("ip")) return readAddress(cursor, label);
  return { kind: "amount", label, ...readAmount(cursor), ...cursor.since(label) };
}

function readAmount(cursor: Cursor): Pick<AmountFilter, "amount" | "unit"> {
  const { kind } = cursor.peek();
  if (kind === "duration" || kind === "bytes") return { amount: cursor.next().amount, unit: kind };
  const { value } = readSigned(cursor, "a number, a duration, a size or, after = and !=, a string");
  return { amount: Number.isNaN(value) ? 0 : value, unit: "number" };
}

function readAddress(cursor: Cursor, label: Name): LabelFilter {
  const addresses = readIp(cursor);
  return { kind: "address", label, addresses, ...cursor.since(label) };
}

/** Reads the argument of ip(…). */
function readIp(cursor: Cursor): string {
  cursor.next();
  cursor.expect("(");
  const { value } = cursor.text();
  cursor.expect(")");
  return value;
}
