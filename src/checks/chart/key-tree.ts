import { isPlainObject } from "../../settings/plain-object";
import type { Values } from "../../terraform/chart-values";

/**
 * The keys of a chart's values that the chart reads. "true" is read with whatever stands below it, "false" is taken out
 * where all others pass, and ANY stands for every key that is not named, and for every element of a list.
 */
export type KeyTree = boolean | ReadonlyMap<string, KeyTree>;

/**
 * A tree as it is kept in a file: by the path of each mapping, the keys that are read with all that is below them, and
 * behind "!" those that are not read.
 */
export type KeyData = Readonly<Record<string, string>>;

/** What is known of a chart; written by "npm run charts:generate". */
export interface ChartKeys {
  readonly version: string;
  /** What its templates read. */
  readonly keys: KeyData;
  /** What only its own configuration reads, a template that this project replaces. */
  readonly configuration: KeyData;
}

export const ANY = "*";

type Growing = Map<string, KeyTree>;

export function keyTree(data: KeyData): KeyTree {
  const mappings = new Map<string, Growing>([["", new Map()]]);
  for (const [path, keys] of Object.entries(data)) {
    const mapping = mappingAt(mappings, path);
    for (const key of keys.split(" ")) mapping.set(key.replace(/^!/, ""), !key.startsWith("!"));
  }
  return mappings.get("") ?? new Map();
}

function mappingAt(mappings: Map<string, Growing>, path: string): Growing {
  const known = mappings.get(path);
  if (known !== undefined) return known;
  const mapping: Growing = new Map();
  mappings.set(path, mapping);
  mappingAt(mappings, path.slice(0, Math.max(0, path.lastIndexOf(".")))).set(
    path.slice(path.lastIndexOf(".") + 1),
    mapping,
  );
  return mapping;
}

/** What is read of a key, false where nothing is. */
export function below(tree: KeyTree, key: string): KeyTree {
  if (typeof tree === "boolean") return tree;
  return tree.get(key) ?? tree.get(ANY) ?? false;
}

/** Every key that is read, and every mapping on the way to one, by its path. */
export function* paths(tree: KeyTree, parents: readonly string[] = []): Generator<readonly string[]> {
  if (typeof tree === "boolean") return;
  for (const [key, child] of tree) {
    const path = [...parents, key];
    if (child !== false && key !== ANY) yield path;
    yield* paths(child, path);
  }
}

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
