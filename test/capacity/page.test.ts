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

test("every curve of a plot is drawn at the same places, from left to right", () => {
  for (const { curves } of PLOTS) {
    const [first = [], ...others] = curves.map((curve) => curve.points.map(([x]) => x));
    expect(first).toEqual(first.toSorted((one, other) => one - other));
    for (const other of others) expect(other).toEqual(first);
  }
});

test("axes are named by the settings that they vary", () => {
  expect(PLOTS.map(({ title, x, y }) => [title, x, y])).toEqual([
    ["Memory by load", "times the declared load", "GiB"],
    ["Memory by chunk age", "loki.ingester.maxChunkAge, hours", "GiB"],
    ["Streams by idle period", "loki.ingester.chunkIdlePeriod, hours", "streams"],
    ["Volume by retention", "loki.retention, days", "GiB"],
  ]);
});

const GIB = 2 ** 30;
const now = capacityOf(demandOf(model));

test.each([
  ["Memory by load", "pod", 1, now.memory.toBytes() / GIB],
  ["Memory by load", "of it write-ahead log", 1, now.wal.toBytes() / GIB],
  ["Memory by chunk age", "pod", 24, now.memory.toBytes() / GIB],
  ["Memory by chunk age", "of it write-ahead log", 24, now.wal.toBytes() / GIB],
  ["Streams by idle period", "in memory", 12, now.streams],
  ["Volume by retention", "used", 7, now.disk.toBytes() / GIB],
])("%s: the curve %j passes through what is declared", (title, name, at, value) => {
  expect(new Map(points(title, name)).get(at)).toBeCloseTo(value, 2);
});

test.each([
  ["Memory by load", "pod"],
  ["Memory by load", "of it write-ahead log"],
  ["Memory by chunk age", "pod"],
  ["Streams by idle period", "in memory"],
  ["Volume by retention", "used"],
])("%s: the curve %j only rises", (title, name) => {
  const values = points(title, name).map(([, y]) => y);
  expect(values).toEqual(values.toSorted((one, other) => one - other));
  expect(values.at(-1)).toBeGreaterThan(values.at(0) ?? 0);
});

test.each([
  ["Memory by load", "request", 4],
  ["Memory by load", "limit", 6],
  ["Memory by chunk age", "request", 4],
  ["Memory by chunk age", "log that may be used", 0.9],
  ["Streams by idle period", "limit", model.loki.limits.maxStreams],
  ["Volume by retention", "size", 15],
])("%s: the line %j is what the plan reserves", (title, name, value) => {
  const values = points(title, name).map(([, y]) => y);
  expect(values.length).toBeGreaterThan(1);
  expect(new Set(values)).toEqual(new Set([expect.closeTo(value)]));
});

test("the same model has the same plots", () => {
  expect(plots(exampleModel())).toEqual(PLOTS);
});

let page: string;

beforeAll(async () => {
  page = await capacityPage(model);
});

test("the page has the table, as HTML takes it", () => {
  expect(page).toContain(`<pre>${capacityTable(model)}</pre>`);
});

test("the page has a drawing of every plot, with its curves and axes", () => {
  const drawings = page.split("<h2>").slice(1);
  const all = plots(model);
  expect(drawings).toHaveLength(all.length);
  for (const [index, { title, x, curves }] of all.entries()) {
    expect(drawings.at(index)).toMatch(new RegExp(`^${title}</h2>\n<svg [^>]*width="640" height="360"`));
    for (const text of [x, ...curves.map(({ name }) => name)]) expect(drawings.at(index)).toContain(`>${text}<`);
  }
});

test("the page needs nothing else to be looked at", () => {
  expect(page).not.toMatch(/<script|<link|<img|src=|@import/);
});
