import { below, type KeyTree, keyTree } from "../../src/checks/chart/key-tree";
import { isPlainObject } from "../../src/settings/plain-object";
import type { Chart } from "./chart";
import { isRefused, type Render } from "./helm";
import { changed, leaves } from "./leaves";
import type { PinnedChart } from "./pinned";

/** As many Helms at a time as a small machine has processors. */
const AT_ONCE = 2;

export interface Unread {
  /** How many values were changed, one at a time. */
  readonly tried: number;
  /** Those of which another value made no difference. */
  readonly without: readonly string[];
}

/** Changes each value that a release sets, and looks whether the chart makes something else of it. */
export async function unread(render: Render, values: unknown, { name, others }: PinnedChart): Promise<Unread> {
  const all = [...leaves(values)];
  const [queue, without] = [all.values(), new Set<string>()];
  const before = await render(values);
  if (isRefused(before)) throw new Error(`chart ${name} takes none of it: ${before}`);
  const work = async () => {
    for (const path of queue) {
      const key = path.join(".");
      if ((await render(changed(values, [path], others[key]))) === before) without.add(key);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { tried: all.length, without: all.map((path) => path.join(".")).filter((key) => without.has(key)) };
}

export interface Ignored {
  /** The chart's own values that it does not read, by our knowledge. */
  readonly keys: readonly string[];
  /** Whether the chart makes the same of other values in all of those places. */
  readonly confirmed: boolean;
}

/** Changes all that the chart does not read, at once, and looks whether it makes the same of it. */
export async function ignored(render: Render, values: unknown, chart: Chart, { known }: PinnedChart): Promise<Ignored> {
  const keys = [...leaves(chart.values)].filter((path) => !isRead(keyTree(known.keys), path));
  const others = changed(chart.values, keys);
  const noise = keys.reduce<unknown>((made, path) => withValue(made, path, at(others, path)), values);
  return { keys: keys.map((path) => path.join(".")), confirmed: (await render(noise)) === (await render(values)) };
}

function isRead(tree: KeyTree, path: readonly string[]): boolean {
  return path.reduce(below, tree) !== false;
}

function at(values: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return values;
  return isPlainObject(values) || Array.isArray(values)
    ? at(Object.entries(values).find(([name]) => name === key)?.[1], rest)
    : undefined;
}

function withValue(values: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const mapping = isPlainObject(values) ? values : {};
  return { ...mapping, [key]: withValue(mapping[key], rest, value) };
}
