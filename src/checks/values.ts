import { isPlainObject } from "../settings/plain-object";
import { ByteSize, Duration } from "../units";

/** The value at a path of keys ("singleBinary.persistence.size"), undefined where there is none. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (isPlainObject(at) ? at[key] : undefined), values);
}

/** The duration at a path, null where there is none or it can't be read. */
export function durationAt(values: unknown, path: string): Duration | null {
  const value = valueAt(values, path);
  return typeof value === "string" || typeof value === "number" ? Duration.parse(`${value}`) : null;
}

/** The size at a path, null where there is none or it can't be read. */
export function sizeAt(values: unknown, path: string): ByteSize | null {
  const value = valueAt(values, path);
  return typeof value === "string" || typeof value === "number" ? ByteSize.parse(`${value}`) : null;
}

/** The mappings of a list at a path; none where there is no list. */
export function mappingsAt(values: unknown, path: string): readonly Readonly<Record<string, unknown>>[] {
  const value = valueAt(values, path);
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}

/** A value as a person would recognize it in a file. */
export function shownAt(values: unknown, path: string): string {
  const value = valueAt(values, path);
  return value === undefined ? "nothing" : JSON.stringify(value);
}
