import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Range } from "yaml";
import type { SourceLocation } from "../../settings/source-location";

/** Where a key stands in a file of values, undefined where it doesn't. */
export function keyLocation(file: string, text: string, path: readonly string[]): SourceLocation | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.1", lineCounter: lines });
  const range = keyRange(document.contents, path);
  if (!range) return undefined;
  const [start, end] = [lines.linePos(range[0]), lines.linePos(range[1])];
  return { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
}

/** Its start and its end; of an element of a list, those of the whole element. */
function keyRange(node: unknown, [key, ...rest]: readonly string[]): Range | null | undefined {
  if (key === undefined) return undefined;
  if (isSeq(node)) return inList(node.items[Number(key)], rest);
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  if (rest.length > 0) return keyRange(pair?.value, rest);
  return isScalar(pair?.key) ? pair.key.range : undefined;
}

function inList(element: unknown, rest: readonly string[]): Range | null | undefined {
  if (rest.length > 0) return keyRange(element, rest);
  return isMap(element) || isScalar(element) || isSeq(element) ? element.range : undefined;
}
