import { oneOf, type Shape } from "./shape";

/** A chart value whose effect on this stack is known. */
export interface ExaminedKey {
  /** Its path ("singleBinary.affinity"). The value is examined as a whole. */
  readonly key: string;
  readonly bounds: Shape;
  /** The effect of a value outside the bounds. */
  readonly otherwise: string;
  /** Whether only one value works, so that there is nothing to set. */
  readonly isConstant: boolean;
  /** The value of the project's own file; undefined if the key may be absent. */
  readonly required?: unknown;
}

/** The examined values of a chart. Every other key is unexamined, also one that a newer chart adds. */
export interface ExaminedChart {
  readonly keys: readonly ExaminedKey[];
  /** Keys that other checks examine. */
  readonly elsewhere: readonly string[];
  /** Blocks that turn off what this stack doesn't use, by their key. */
  readonly off: ReadonlyMap<string, unknown>;
}

/** A key that can be absent. */
export function within(keys: string, bounds: Shape, otherwise: string): readonly ExaminedKey[] {
  return keys.split(" ").map((key) => ({ key, bounds, otherwise, isConstant: false }));
}

/** A key that must have this value, because the chart's default is another one. */
export function constant(key: string, value: unknown, otherwise: string): ExaminedKey {
  return { key, bounds: oneOf(value), otherwise, isConstant: true, required: value };
}

/** A key that must have one of these values if it is present. The chart's default is one of them. */
export function fixed(key: string, values: readonly unknown[], otherwise: string): ExaminedKey {
  return { key, bounds: oneOf(...values), otherwise, isConstant: true };
}
