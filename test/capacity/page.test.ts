import { capacityOf, demandOf } from "../../src/capacity/capacity";
import { capacityPage, plots } from "../../src/capacity/page";
import { capacityTable } from "../../src/capacity/table";
import { exampleModel } from "../helpers/example";

const model = exampleModel();
const PLOTS = plots(model);

function points(title: string, name: string) {
  const [curve] = PLOTS.filter((plot) => plot.title === title).flatMap(({ curves }) =>
    curves.filter((of) => of.name === name),
  );
  return curve?.points ?? [];
}

test("all curves of a plot have the same ascending x values", () => {
  for (const { curves } of PLOTS) {
    const [first = [], ...others] = curves.map((curve) => curve.points.map(([x]) => x));
    expect(first).toEqual(first.toSorted((one, other) => one - other));
    for (const other of others) expect(other).toEqual(first);
  }
});

test("names the axes after the settings that vary", () => {
  expect(PLOTS.map(({ title, x, y }) => [title, x, y])).toEqual([
    ["Memory by load", "times the declared load", "GiB"],
    ["Memory by chunk age", "loki.ingester.maxChunkAge, hours", "GiB"],
    ["Streams by idle period", "loki.ingester.chunkIdlePeriod, hours", "streams"],
    ["Volume usage by retention", "loki.retention, days", "GiB"],
  ]);
});

const GIB = 2 ** 30;
const now = capacityOf(demandOf(model));

test.each([
  ["Memory by load", "pod", 1, now.memory.toBytes() / GIB],
  ["Memory by load", "write-ahead log (part of pod)", 1, now.wal.toBytes() / GIB],
  ["Memory by chunk age", "pod", 24, now.memory.toBytes() / GIB],
  ["Memory by chunk age", "write-ahead log (part of pod)", 24, now.wal.toBytes() / GIB],
  ["Streams by idle period", "in memory", 12, now.streams],
  ["Volume usage by retention", "usage", 7, now.disk.toBytes() / GIB],
])("%s: the curve %j passes through the declared value", (title, name, at, value) => {
  expect(new Map(points(title, name)).get(at)).toBeCloseTo(value, 2);
});

test.each([
  ["Memory by load", "pod"],
  ["Memory by load", "write-ahead log (part of pod)"],
  ["Memory by chunk age", "pod"],
  ["Streams by idle period", "in memory"],
  ["Volume usage by retention", "usage"],
])("%s: the curve %j is monotonic", (title, name) => {
  const values = points(title, name).map(([, y]) => y);
  expect(values).toEqual(values.toSorted((one, other) => one - other));
  expect(values.at(-1)).toBeGreaterThan(values.at(0) ?? 0);
});

test.each([
  ["Memory by load", "request", 4],
  ["Memory by load", "limit", 6],
  ["Memory by chunk age", "request", 4],
  ["Memory by chunk age", "usable write-ahead log", 0.9],
  ["Streams by idle period", "limit", model.loki.limits.maxStreams],
  ["Volume usage by retention", "size", 15],
])("%s: the horizontal line %j shows the setting", (title, name, value) => {
  const values = points(title, name).map(([, y]) => y);
  expect(values.length).toBeGreaterThan(1);
  expect(new Set(values)).toEqual(new Set([expect.closeTo(value)]));
});

test("returns the same plots for the same model", () => {
  expect(plots(exampleModel())).toEqual(PLOTS);
});

let page: string;

beforeAll(async () => {
  page = await capacityPage(model);
});

test("contains the table as HTML", () => {
  expect(page).toContain(`<pre>${capacityTable(model)}</pre>`);
});

test("contains every plot with its curves and axes", () => {
  const drawings = page.split("<h2>").slice(1);
  const all = plots(model);
  expect(drawings).toHaveLength(all.length);
  for (const [index, { title, x, curves }] of all.entries()) {
    expect(drawings.at(index)).toMatch(new RegExp(`^${title}</h2>\n<svg [^>]*width="640" height="360"`));
    for (const text of [x, ...curves.map(({ name }) => name)]) expect(drawings.at(index)).toContain(`>${text}<`);
  }
});

test("is self-contained", () => {
  expect(page).not.toMatch(/<script|<link|<img|src=|@import/);
});
