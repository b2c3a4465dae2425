import { ANY, type KeyData } from "../../src/checks/chart/key-tree";
import type { Readings } from "./reading/readings";
import { keysOf } from "./reading/value";

/** What is known of one key while all readings are put together. */
class Branch {
  readonly children = new Map<string, Branch>();
  /** Keys that are taken out where everything below is read; null where only the children are. */
  omitted: ReadonlySet<string> | null = null;

  at(keys: readonly string[]): Branch {
    const [key, ...rest] = keys;
    if (key === undefined) return this;
    const child = this.children.get(key) ?? new Branch();
    this.children.set(key, child);
    return child.at(rest);
  }

  get isLeaf(): boolean {
    if (this.omitted !== null) return [...this.omitted].every((key) => this.children.get(key)?.isLeaf);
    const children = [...this.children.values()];
    return (children.length === 0 || this.children.has(ANY)) && children.every(({ isLeaf }) => isLeaf);
  }

  *data(path: string): Generator<readonly [string, string]> {
    const leaves = [...this.children].filter(([, child]) => child.isLeaf).map(([key]) => key);
    const missing = [...(this.omitted ?? [])].filter((key) => !this.children.has(key)).map((key) => `!${key}`);
    const words = [...leaves, ...missing, ...(this.omitted === null ? [] : [ANY])];
    if (words.length > 0) yield [path, [...new Set(words)].sort().join(" ")];
    for (const [key, child] of [...this.children].sort(byKey)) {
      if (!child.isLeaf) yield* child.data(path === "" ? key : `${path}.${key}`);
    }
  }
}

/**
 * The keys that are read, as they are kept in a file.
 * @param free keys below which everything is read, by somebody else
 */
export function keyData(readings: Readings, free: readonly string[]): KeyData {
  const root = new Branch();
  for (const path of readings.asked) root.at(keysOf(path));
  for (const [path, omitted] of readings.whole) root.at(keysOf(path)).omitted = omitted;
  for (const key of free) root.at([key]).omitted = new Set();
  return Object.fromEntries(root.data(""));
}

function byKey([one]: readonly [string, Branch], [other]: readonly [string, Branch]): number {
  return one < other ? -1 : 1;
}
