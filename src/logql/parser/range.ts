import type { LabelFilter, LogRange, Selection, Span, Unwrap, Window } from "../ast";
import { CONVERSIONS } from "../functions";
import type { Cursor } from "./cursor";
import { readLabelFilter, readSelector, readStages } from "./pipeline";

/** Reads a range. Loki's grammar accepts its parts in several orders. */
export function readRange(cursor: Cursor): LogRange {
  cursor.countPart();
  return cursor.isSymbol("(") ? readParenthesized(cursor) : readBare(cursor);
}

/** ({…} | stages | unwrap)[5m], ({…})[5m] | unwrap, or any range in parentheses. */
function readParenthesized(cursor: Cursor): LogRange {
  const open = cursor.expect("(");
  if (cursor.isSymbol("(")) return closed(cursor, readRange(cursor));
  const inner = readUntilWindow(cursor);
  if (cursor.peek().kind === "range") return closed(cursor, readAfterWindow(cursor, inner));
  cursor.expect(")");
  const window = readWindow(cursor);
  const bare = inner.selection.stages.length === 0 && inner.unwrap === null;
  const unwrap = bare ? readUnwrap(cursor) : inner.unwrap;
  return { selection: inner.selection, window, unwrap, ...cursor.since(open) };
}

function closed(cursor: Cursor, range: LogRange): LogRange {
  cursor.expect(")");
  return range;
}

function readBare(cursor: Cursor): LogRange {
  return readAfterWindow(cursor, readUntilWindow(cursor));
}

interface Unbounded {
  readonly selection: Selection;
  readonly unwrap: Unwrap | null;
}

function readUntilWindow(cursor: Cursor): Unbounded {
  const { matchers, selector } = readSelector(cursor);
  const stages = readStages(cursor);
  const selection = { matchers, selector, stages, ...cursor.since(selector) };
  return { selection, unwrap: readUnwrap(cursor) };
}

/** Stages may follow the window if there are none before it. */
function readAfterWindow(cursor: Cursor, { selection, unwrap }: Unbounded): LogRange {
  const window = readWindow(cursor);
  const bare = selection.stages.length === 0 && unwrap === null;
  if (!bare) return { selection, window, unwrap, ...cursor.since(selection) };
  const stages = readStages(cursor);
  const whole = { ...selection, stages, ...cursor.since(selection) };
  return { selection: whole, window, unwrap: readUnwrap(cursor), ...cursor.since(selection) };
}

function readWindow(cursor: Cursor): Window {
  const { from, to, amount } = cursor.expectKind("range", "a range in brackets, such as [5m]");
  const offset = cursor.take("offset") === null ? null : cursor.expectKind("duration", "a duration, such as 5m");
  return { from, to, milliseconds: amount, offset: offset && { ...spanOf(offset), milliseconds: offset.amount } };
}

function spanOf({ from, to }: Span): Span {
  return { from, to };
}

function readUnwrap(cursor: Cursor): Unwrap | null {
  if (!cursor.isSymbol("|")) return null;
  const bar = cursor.next();
  cursor.expect("unwrap");
  const conversion = CONVERSIONS.find((candidate) => cursor.isFunction(candidate)) ?? null;
  if (conversion === null)
    return { label: cursor.name(), conversion, filters: readFilters(cursor), ...cursor.since(bar) };
  cursor.next();
  cursor.expect("(");
  const label = cursor.name();
  cursor.expect(")");
  return { label, conversion, filters: readFilters(cursor), ...cursor.since(bar) };
}

function readFilters(cursor: Cursor): readonly LabelFilter[] {
  const filters: LabelFilter[] = [];
  while (cursor.take("|") !== null) filters.push(readLabelFilter(cursor));
  return filters;
}
