import type { Grouping } from "../tree/expression";
import type { Name } from "../tree/text";
import type { Cursor } from "./cursor";

/** by (…) or without (…), where one of them comes next. */
export function readGrouping(cursor: Cursor): Grouping | null {
  const first = cursor.take("by") ?? cursor.take("without");
  if (first === null) return null;
  return { by: first.value === "by", labels: readLabelList(cursor), ...cursor.since(first) };
}

/** Names of labels in parentheses, or none. */
export function readLabelList(cursor: Cursor): readonly Name[] {
  cursor.expect("(");
  const labels = cursor.isSymbol(")") ? [] : cursor.list(() => cursor.name());
  cursor.expect(")");
  return labels;
}
