import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Range } from "yaml";
import type { SourceLocation } from "../alerting/rule-file/located-text";
import { isPlainObject } from "../settings/plain-object";
import type { RenderedRelease } from "../stack/rendered-stack";
import { ByteSize, Duration } from "../units";
import type { Finding } from "./check";

/** The value at a path of keys ("singleBinary.persistence.size"), or undefined. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (isPlainObject(at) ? at[key] : undefined), values);
}

/** The duration at a path, null if it is missing or invalid. */
export function durationAt(values: unknown, path: string): Duration | null {
  const value = valueAt(values, path);
  return typeof value === "string" || typeof value === "number" ? Duration.parse(`${value}`) : null;
}

/** The size at a path, null if it is missing or invalid. */
export function sizeAt(values: unknown, path: string): ByteSize | null {
  const value = valueAt(values, path);
  return typeof value === "string" || typeof value === "number" ? ByteSize.parse(`${value}`) : null;
}

/** The mappings in the list at a path, empty if there is no list. */
export function mappingsAt(values: unknown, path: string): readonly Readonly<Record<string, unknown>>[] {
  const value = valueAt(values, path);
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}

/** A value as the user wrote it. */
export function shownAt(values: unknown, path: string): string {
  const value = valueAt(values, path);
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** The location of a key in a values file, undefined if the file does not have it. */
export function keyLocation(file: string, text: string, path: readonly string[]): SourceLocation | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.1", lineCounter: lines });
  const range = keyRange(document.contents, path);
  if (!range) return undefined;
  const [start, end] = [lines.linePos(range[0]), lines.linePos(range[1])];
  return { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
}

/** The range of the key; for an element of a list, the range of the whole element. */
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

type Text = Pick<Finding, "got" | "expected" | "remedy">;

/** A finding about a chart value, with its location if the values file has it. */
export function valuesFinding({ valuesFile, valuesText }: RenderedRelease, key: string, text: Text): Finding {
  const location = keyLocation(valuesFile, valuesText, key.split("."));
  return { setting: `${valuesFile}: ${key}`, ...text, ...(location && { location }) };
}
