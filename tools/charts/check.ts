import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { below, type ChartKeys, type KeyTree, keyTree } from "../../src/checks/chart/key-tree";
import { resolveModel } from "../../src/model";
import { isPlainObject } from "../../src/settings/plain-object";
import type { Settings } from "../../src/settings/settings";
import { renderStack } from "../../src/stack/rendered-stack";
import { toPlain } from "../../src/terraform/yaml";
import { type Chart, readChart } from "./chart";
import { chartKeys, drift } from "./chart-keys";
import { isRejected, type Render, renderer } from "./helm";
import { changed, leaves } from "./leaves";
import type { PinnedChart } from "./pinned";

export interface Environment {
  readonly root: string;
  readonly helm: string;
  /** The chart's archive. */
  readonly archive: string;
  /** An empty folder. */
  readonly folder: string;
}

export interface Comparison {
  /** A sentence about the values that the comparison changed. */
  readonly summary: string;
  /** The differences between the chart and the project's records; empty if they agree. */
  readonly differences: readonly string[];
}

/** Compares a chart with its chart-keys.json, and verifies with Helm which values have an effect. */
export async function compare(chart: PinnedChart, environment: Environment): Promise<Comparison> {
  const { archive, folder } = environment;
  const real = readChart(archive, mkdtempSync(join(folder, "unpacked-")));
  const render = renderer(environment.helm, archive, folder);
  const releases = releasesOf(chart, environment.root);
  const unread = await Promise.all(releases.map(({ values }) => changeUnread(render, values, real, chart)));
  const proofs: Effects[] = [];
  for (const { values } of releases) proofs.push(await changeEach(render, values, chart));
  return {
    summary: `chart ${chart.name} ${real.version}: changed ${proofs.map(({ tried }) => tried).join(" and ")} values one at a time, and ${unread[0]?.keys.length ?? 0} values that it doesn't read at once`,
    differences: [
      ...otherVersion(chart, real.version),
      ...drifted(chart, chartKeys(real, chart)),
      ...releases.flatMap(({ file }, index) => unexpectedEffects(chart, file, proofs[index]?.withoutEffect ?? [])),
      ...releases.filter((_, index) => !unread[index]?.confirmed).map(({ file }) => unrecordedKey(chart, file)),
    ],
  };
}

/** "+" marks a key that only the chart reads, "-" one that is only in the file. */
function drifted({ file, known }: PinnedChart, real: ChartKeys): readonly string[] {
  const lines = drift(known, real).map((line) => `${file}: ${line}`);
  const advice = `${file}: check values/ for these keys, then run "npm run charts:generate" to record the others`;
  return lines.length === 0 ? [] : [...lines, advice];
}

function releasesOf(chart: PinnedChart, root: string) {
  return chart
    .releases(renderStack(resolveModel(MINIMUM, root), root))
    .filter((release) => release !== null)
    .map(({ values, valuesFile }) => ({ file: valuesFile, values: toPlain(values) }));
}

/** The required settings, and an existing namespace. */
const MINIMUM: Settings = {
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
  alertmanager: { service: "alertmanager", namespace: "monitoring" },
  namespace: { create: false },
};

function otherVersion({ name, version }: PinnedChart, real: string): readonly string[] {
  return real === version
    ? []
    : [`chart ${name}: got version ${real}, expected ${version} as in src/terraform/versions.json`];
}

function unexpectedEffects(
  { name, withoutEffect }: PinnedChart,
  file: string,
  without: readonly string[],
): readonly string[] {
  const expected = Object.keys(withoutEffect);
  return [
    ...without
      .filter((key) => !expected.includes(key))
      .map((key) => `${file}: ${key} doesn't change what chart ${name} renders; remove it`),
    ...expected
      .filter((key) => !without.includes(key))
      .map((key) => `${file}: ${key} changes what chart ${name} renders; remove it from withoutEffect`),
  ];
}

function unrecordedKey({ name, file }: PinnedChart, values: string): string {
  return `${file}: with ${values}, chart ${name} reads a key that isn't in the file`;
}

/** As many concurrent Helm processes as a small machine has CPUs. */
const CONCURRENCY = 2;

interface Effects {
  /** How many values were changed, one at a time. */
  readonly tried: number;
  readonly withoutEffect: readonly string[];
}

/** Changes the values of a release one at a time, and records those without an effect on what the chart renders. */
async function changeEach(render: Render, values: unknown, { name, others }: PinnedChart): Promise<Effects> {
  const all = [...leaves(values)];
  const [queue, without] = [all.values(), new Set<string>()];
  const before = await render(values);
  if (isRejected(before)) throw new Error(`chart ${name} rejects the values of this project: ${before}`);
  const work = async () => {
    for (const path of queue) {
      const key = path.join(".");
      if ((await render(changed(values, [path], others[key]))) === before) without.add(key);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { tried: all.length, withoutEffect: all.map((path) => path.join(".")).filter((key) => without.has(key)) };
}

interface UnreadKeys {
  /** The chart's own values that it doesn't read, according to its chart-keys.json. */
  readonly keys: readonly string[];
  /** Whether the chart renders the same with other values for all of them. */
  readonly confirmed: boolean;
}

/** Changes all values that the chart doesn't read at the same time, and checks that the chart renders the same. */
async function changeUnread(
  render: Render,
  values: unknown,
  chart: Chart,
  { known }: PinnedChart,
): Promise<UnreadKeys> {
  const keys = [...leaves(chart.values)].filter((path) => !isRead(keyTree(known.keys), path));
  const others = changed(chart.values, keys);
  const noise = keys.reduce<unknown>((result, path) => withValue(result, path, at(others, path)), values);
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
