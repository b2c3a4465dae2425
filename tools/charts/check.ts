import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { ChartKeys } from "../../src/checks/chart/key-tree";
import { resolveModel } from "../../src/model";
import type { Settings } from "../../src/settings/settings";
import { renderStack } from "../../src/stack/rendered-stack";
import { toPlain } from "../../src/terraform/yaml";
import { readChart } from "./chart";
import { chartKeys, drift } from "./chart-keys";
import { renderer } from "./helm";
import type { PinnedChart } from "./pinned";
import { ignored, type Unread, unread } from "./proof";

export interface Surroundings {
  readonly root: string;
  readonly helm: string;
  /** The chart's archive. */
  readonly archive: string;
  /** An empty folder. */
  readonly folder: string;
}

export interface Comparison {
  /** What was tried. */
  readonly summary: string;
  /** Everything in which the real chart is not what we know of it, in words; nothing where all is as we know. */
  readonly differences: readonly string[];
}

export async function compare(chart: PinnedChart, around: Surroundings): Promise<Comparison> {
  const { archive, folder } = around;
  const real = readChart(archive, mkdtempSync(join(folder, "unpacked-")));
  const render = renderer(around.helm, archive, folder);
  const releases = valuesOf(chart, around.root);
  const noise = await Promise.all(releases.map(({ values }) => ignored(render, values, real, chart)));
  const proofs: Unread[] = [];
  for (const { values } of releases) proofs.push(await unread(render, values, chart));
  return {
    summary: `chart ${chart.name} ${real.version}: ${proofs.map(({ tried }) => tried).join(" and ")} values changed one at a time, ${noise[0]?.keys.length ?? 0} values that it doesn't read changed at once`,
    differences: [
      ...otherVersion(chart, real.version),
      ...drifted(chart, chartKeys(real, chart)),
      ...releases.flatMap(({ file }, index) => unexpected(chart, file, proofs[index]?.without ?? [])),
      ...releases.filter((_, index) => !noise[index]?.confirmed).map(({ file }) => readAfterAll(chart, file)),
    ],
  };
}

/** "+" is what the chart reads and we did not know, "-" what we know and the chart doesn't read. */
function drifted({ file, known }: PinnedChart, real: ChartKeys): readonly string[] {
  const lines = drift(known, real).map((line) => `${file}: ${line}`);
  const advice = `${file}: look for these keys in values/, then take the others over with npm run charts:generate`;
  return lines.length === 0 ? [] : [...lines, advice];
}

function valuesOf(chart: PinnedChart, root: string) {
  const deployment = renderStack(resolveModel(LEAST, root), root);
  return chart
    .releases(deployment)
    .filter((release) => release !== null)
    .map(({ values, valuesFile }) => ({ file: valuesFile, values: toPlain(values) }));
}

/** The settings that have no default, and the namespace that the Alertmanager is in. */
const LEAST: Settings = {
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
  alertmanager: { service: "alertmanager", namespace: "monitoring" },
  namespace: { create: false },
};

function otherVersion({ name, version }: PinnedChart, real: string): readonly string[] {
  return real === version ? [] : [`chart ${name} is ${real}, and src/versions.json pins ${version}`];
}

function unexpected({ name, withoutEffect }: PinnedChart, file: string, without: readonly string[]): readonly string[] {
  const expected = Object.keys(withoutEffect);
  return [
    ...without
      .filter((key) => !expected.includes(key))
      .map((key) => `${file}: ${key} changes nothing of what chart ${name} renders`),
    ...expected
      .filter((key) => !without.includes(key))
      .map((key) => `${file}: ${key} changes what chart ${name} renders, and was said not to`),
  ];
}

function readAfterAll({ name, file }: PinnedChart, values: string): string {
  return `${file}: with ${values}, chart ${name} reads a key that is not in it`;
}
