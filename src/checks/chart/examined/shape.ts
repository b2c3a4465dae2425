import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../../settings/plain-object";
import type { Values } from "../../../terraform/chart-values";

/** A part of a value that is outside its bounds. */
export interface Fault {
  /** The keys from the value to the part. */
  readonly path: readonly string[];
  readonly got: unknown;
  readonly expected: string;
  /** What corrects it: setting the only valid value, or removing the part. Null if the user has to choose a value. */
  readonly correction: { readonly set: unknown } | "remove" | null;
}

/** The values around a value. */
export interface Context {
  /** The content of the values file. */
  readonly written: Values;
  /** All values of the release: those of the file and those that the stack derives. */
  readonly values: Values;
}

/** Returns the first part of a value that is outside the bounds, null if there is none. */
export type Shape = (value: unknown, context: Context) => Fault | null;

/** Returns the fault of a value as a whole. */
export function outside(got: unknown, expected: string, correction: Fault["correction"] = null): Fault {
  return { path: [], got, expected, correction };
}

/** Accepts exactly these values. */
export function oneOf(...allowed: readonly unknown[]): Shape {
  const expected = allowed.map((one) => JSON.stringify(one)).join(" or ");
  const correction = allowed.length === 1 ? { set: allowed[0] } : null;
  return (value) =>
    allowed.some((one) => isDeepStrictEqual(one, value)) ? null : outside(value, expected, correction);
}

/** Accepts text of a format. */
export function text(pattern: RegExp, expected: string): Shape {
  return (value) => (typeof value === "string" && pattern.test(value) ? null : outside(value, expected));
}

export function integer(minimum: number): Shape {
  return (value) =>
    Number.isInteger(value) && Number(value) >= minimum ? null : outside(value, `a whole number from ${minimum}`);
}

export const anyText: Shape = text(/^/, "text");

export const boolean: Shape = oneOf(true, false);

/** Accepts what every one of the shapes accepts. */
export function all(...shapes: readonly Shape[]): Shape {
  return (value, context) => first(shapes, (shape) => shape(value, context));
}

export function list(element: Shape): Shape {
  return (value, context) => {
    if (!Array.isArray(value)) return outside(value, "a list");
    return first([...value.entries()], ([index, one]) => under(`${index}`, element(one, context)));
  };
}

/** Accepts a mapping with any keys. */
export function mapOf(entry: (key: string, value: unknown) => string | null): Shape {
  return (value) => {
    if (!isPlainObject(value)) return outside(value, "a mapping");
    return first(Object.entries(value), ([key, one]) => {
      const expected = entry(key, one);
      return expected === null ? null : under(key, outside(one, expected, "remove"));
    });
  };
}

/** Accepts a mapping with these keys and no others. */
export function record(fields: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  const names = Object.keys(fields);
  return (value, context) => {
    if (!isPlainObject(value)) return outside(value, `a mapping of ${names.join(", ")}`);
    const missing = required.find((name) => value[name] === undefined);
    if (missing !== undefined) return outside(value, `a mapping with ${missing}`);
    return first(Object.entries(value), ([key, one]) => {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (field === undefined) {
        return under(key, outside(one, `no such key; the examined ones are ${names.join(", ")}`, "remove"));
      }
      return under(key, field(one, context));
    });
  };
}

/** Moves a fault below a key. */
export function under(key: string, fault: Fault | null): Fault | null {
  return fault === null ? null : { ...fault, path: [key, ...fault.path] };
}

/** Returns the first fault of several parts. */
export function first<T>(items: readonly T[], find: (item: T) => Fault | null): Fault | null {
  for (const item of items) {
    const fault = find(item);
    if (fault !== null) return fault;
  }
  return null;
}
