import type { LabelFilter } from "../tree/label-filter";
import type { Name } from "../tree/text";
import type { Cursor } from "./cursor";
import { readSigned } from "./literal";
import { isMatcher, readMatcher } from "./matchers";

const COMPARISONS = ["==", "=", "!=", ">", ">=", "<", "<="];

/** A filter by labels: "or" binds less than "and"; a comma, or nothing, takes all that follows to its right. */
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
  const { kind } = cursor.peek();
  if (kind === "duration" || kind === "bytes") cursor.next();
  else readSigned(cursor, "a number, a duration, a size or, after = and !=, a text");
  return { kind: "amount", label, ...cursor.since(label) };
}

function readAddress(cursor: Cursor, label: Name): LabelFilter {
  const addresses = readIp(cursor);
  return { kind: "address", label, addresses, ...cursor.since(label) };
}

/** The addresses in ip(…). */
export function readIp(cursor: Cursor): string {
  cursor.next();
  cursor.expect("(");
  const { value } = cursor.text();
  cursor.expect(")");
  return value;
}
