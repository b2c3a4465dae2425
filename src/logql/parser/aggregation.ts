import type { RangeFunction, VectorFunction } from "../functions";
import type { Parameter, RangeAggregation, VectorAggregation } from "../tree/expression";
import type { Cursor } from "./cursor";
import { readGrouping } from "./grouping";
import { readMetric } from "./metric";
import { readRange } from "./range";

export function readRangeAggregation(cursor: Cursor, name: RangeFunction): RangeAggregation {
  const functionSpan = cursor.next();
  cursor.expect("(");
  const parameter = readParameter(cursor);
  const range = readRange(cursor);
  cursor.expect(")");
  const grouping = readGrouping(cursor);
  const parts = { function: name, functionSpan, parameter, range, grouping };
  return { kind: "rangeAggregation", ...parts, ...cursor.since(functionSpan) };
}

export function readVectorAggregation(cursor: Cursor, name: VectorFunction): VectorAggregation {
  const functionSpan = cursor.next();
  const before = readGrouping(cursor);
  cursor.expect("(");
  const parameter = readParameter(cursor);
  const of = readMetric(cursor);
  cursor.expect(")");
  const grouping = before ?? readGrouping(cursor);
  const parts = { function: name, functionSpan, parameter, of, grouping };
  return { kind: "vectorAggregation", ...parts, ...cursor.since(functionSpan) };
}

function readParameter(cursor: Cursor): Parameter | null {
  if (cursor.peek().kind !== "number" || !cursor.isSymbol(",", 1)) return null;
  const { from, to, text } = cursor.next();
  cursor.next();
  return { from, to, text };
}
