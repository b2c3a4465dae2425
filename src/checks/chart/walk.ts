import { isPlainObject } from "../../settings/plain-object";
import type { Values } from "../../terraform/chart-values";
import { below, type KeyTree } from "./tree";

/** What the trees say of one key that somebody has written. */
export interface Written {
  readonly path: readonly string[];
  readonly value: unknown;
  /** What the chart's templates read of it. */
  readonly read: KeyTree;
  /** What the chart's own configuration reads of it. */
  readonly configuration: KeyTree;
}

export type Verdict = "report" | "inside" | "fine";

/** The keys that are reported, from the outside in: of one that is, nothing below it is looked at. */
export function walk(values: Values, { read, configuration }: Trees, judge: Judge): readonly Written[] {
  return [...inside({ path: [], value: values, read, configuration }, judge)];
}

type Trees = Pick<Written, "read" | "configuration">;

type Judge = (written: Written) => Verdict;

function* inside({ path, value, read, configuration }: Written, judge: Judge): Generator<Written> {
  if (!isPlainObject(value) && !Array.isArray(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const trees = { read: below(read, key), configuration: below(configuration, key) };
    const written = { path: [...path, key], value: child, ...trees };
    const verdict = judge(written);
    if (verdict === "report") yield written;
    if (verdict === "inside") yield* inside(written, judge);
  }
}

/** The beginning of what stands there, as a person would recognize it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

const SHOWN = 60;
