import { ANY, type ChartKeys, type KeyData } from "../../src/checks/chart/key-tree";
import type { Node } from "../../src/go-template";
import { isPlainObject } from "../../src/settings/plain-object";
import type { Chart } from "./chart";
import type { PinnedChart } from "./pinned";
import { Evaluator, parseChartTemplate, Scope } from "./reading/evaluator";
import { ANYTHING, chartValue, dictionary, keysOf, type Path, pathOf, Readings } from "./reading/value";

/** Returns the values keys that a chart reads, derived from its templates. */
export function chartKeys(chart: Chart, { replaced, subCharts }: PinnedChart): ChartKeys {
  const readings = chartReadings(chart, replaced);
  return {
    version: chart.version,
    keys: keyData(readings.own, [...new Set([...subCharts, ...chart.subCharts])]),
    configuration: keyData(readings.replaced, []),
  };
}

/**
 * Returns the values that a chart's templates read.
 * @param replaced the value whose template this project replaces; values that only that template reads are separate
 */
export function chartReadings({ templates, values }: Chart, replaced: readonly string[] | null) {
  const readings = { own: new Readings(), replaced: new Readings() };
  const files = templates.map(parseChartTemplate);
  const evaluator = new Evaluator({
    definitions: new Map(files.flatMap(definitions)),
    textsAt: (path) => texts(keysOf(path).reduce(child, values)).filter((text) => text.includes("{{")),
    readings: (via) => (replaced !== null && via === pathOf(replaced) ? readings.replaced : readings.own),
  });
  for (const nodes of files) evaluator.evaluate(nodes, new Scope(CONTEXT));
  return readings;
}

/** The dot of a chart's template. Only its values are tracked. */
const CONTEXT = dictionary([
  ["Values", chartValue("" satisfies Path)],
  ...["Chart", "Release", "Capabilities", "Files", "Template", "Subcharts"].map((key) => [key, ANYTHING] as const),
]);

/** Returns the named templates of a file; a block may be inside another action. */
function definitions(nodes: readonly Node[]): readonly (readonly [string, readonly Node[]])[] {
  return nodes.flatMap((node) => {
    if (!("body" in node)) return [];
    const own = node.kind === "define" || node.kind === "block" ? [[node.name, node.body] as const] : [];
    return [...own, ...definitions(node.body), ...("otherwise" in node ? definitions(node.otherwise) : [])];
  });
}

function child(value: unknown, key: string): unknown {
  return isPlainObject(value) ? value[key] : undefined;
}

function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** The readings of one key and of the keys below it. */
class Branch {
  readonly children = new Map<string, Branch>();
  /** The keys omitted from a reading of everything below this one; null if only the children are read. */
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
 * Returns the keys that are read, in the format of chart-keys.json.
 * @param free the keys of subcharts, which read everything below them
 */
export function keyData(readings: Readings, free: readonly string[]): KeyData {
  const root = new Branch();
  for (const path of readings.tested) root.at(keysOf(path));
  for (const [path, omitted] of readings.whole) root.at(keysOf(path)).omitted = omitted;
  for (const key of free) root.at([key]).omitted = new Set();
  return Object.fromEntries(root.data(""));
}

function byKey([one]: readonly [string, Branch], [other]: readonly [string, Branch]): number {
  return one < other ? -1 : 1;
}

/** Returns the keys that only the newer chart reads ("+") or only the older ("-"). */
export function drift(older: ChartKeys, newer: ChartKeys): readonly string[] {
  const [before, after] = [listed(older), listed(newer)];
  const added = [...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`);
  const removed = [...before].filter((line) => !after.has(line)).map((line) => `- ${line}`);
  return [...added, ...removed].sort((one, other) => (one.slice(2) < other.slice(2) ? -1 : 1));
}

function listed({ keys, configuration }: ChartKeys): ReadonlySet<string> {
  return new Set([...lines(keys), ...lines(configuration).map((line) => `${line} (in the configuration)`)]);
}

function lines(data: KeyData): readonly string[] {
  return Object.entries(data).flatMap(([path, keys]) =>
    keys.split(" ").map((key) => {
      const full = [path, key.replace(/^!/, "")].filter((part) => part !== "").join(".");
      return key.startsWith("!") ? `${full} is omitted` : full;
    }),
  );
}
