import type { Variants } from "../tree/expression";
import type { Cursor } from "./cursor";
import { readMetric } from "./metric";
import { readRange } from "./range";

export function readVariants(cursor: Cursor): Variants {
  const first = cursor.next();
  cursor.expect("(");
  const of = cursor.list(() => readMetric(cursor));
  cursor.expect(")");
  cursor.expect("of");
  cursor.expect("(");
  const range = readRange(cursor);
  cursor.expect(")");
  return { kind: "variants", of, range, ...cursor.since(first) };
}
