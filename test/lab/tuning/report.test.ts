import { difference, perDay } from "../../../lab/tuning/counters";
import { timesOf } from "../../../lab/tuning/day-in-memory";
import { grouped, megabytes, partsOf, ratio, times } from "../../../lab/tuning/report/figures";
import { page, report } from "../../../lab/tuning/report/page";
import { plotsOf } from "../../../lab/tuning/report/plots";
import { answers, rangeOf } from "../../../lab/tuning/report/text";
import { outcome, RACE, READING, RESULTS } from "./results";

const MISSING = /NaN|undefined|null|Infinity/;

test("the answer names the loads in which a tuning gains least and most", () => {
  const { races } = RESULTS;
  expect(rangeOf(races, "chart", "plan")).toEqual({
    least: { load: "dense", ratio: 2 },
    most: { load: "usual", ratio: 5 },
  });
  expect(answers(races)).toEqual(['The chart\'s default writes 2.0 × (dense) to 5.0 × (usual) what "plan" writes.']);
});

test("the page has its figures from the run, and none is missing", () => {
  const text = page(RESULTS, "plots");
  expect(text).toContain("What Loki 1.2.3 writes to its volume in a day of log time, on 7 CPUs");
  expect(text).toContain("| usual | chart | 1,000 | 5.0 × |");
  expect(text).toContain("70 % are checkpoints");
  expect(text).toContain("ready again after 4.3 s");
  expect(text).not.toMatch(MISSING);
});

test("the page shows every plot that is drawn", () => {
  const drawn = plotsOf(RESULTS.races);
  const shown = [...page(RESULTS, "plots").matchAll(/\(plots\/(.+)\.svg\)/g)].map(([, name]) => name);
  expect(shown.sort()).toEqual(drawn.map(({ name }) => name).sort());
  expect(drawn.every(({ svg }) => svg.startsWith("<svg") && !MISSING.test(svg))).toBe(true);
});

test("a terminal gets the same figures in columns", () => {
  const lines = report(RESULTS).split("\n");
  const [head, row] = [
    lines.find((line) => line.includes("MB a day")),
    lines.find((line) => /usual\s+plan/.test(line)),
  ];
  expect(head).toMatch(/^load\s+tuning\s+MB a day/);
  expect(row).toMatch(/^usual\s+plan\s+200\s+1\.0 ×/);
  expect(lines.join()).not.toMatch(MISSING);
});

const MB = 1e6;

test("what the device writes beyond the log and the chunks is the index and the file system's own", () => {
  const parts = { checkpoints: 700 * MB, segments: 100 * MB, chunks: 100 * MB, rest: 100 * MB };
  expect(partsOf(outcome("chart", {}))).toEqual(parts);
});

test("a log in memory has no part in what the device writes", () => {
  expect(partsOf(outcome("plan", { deviceBytes: 150 * MB }))).toEqual({
    checkpoints: 0,
    segments: 0,
    chunks: 100 * MB,
    rest: 50 * MB,
  });
});

test("a ratio needs both tunings", () => {
  expect(ratio(RACE, "chart", "plan")).toBe(5);
  expect(ratio(RACE, "8h", "plan")).toBeNull();
});

test("counters are subtracted, and spread over the days", () => {
  const later = { ...READING, chunks: READING.chunks + 300, cpuSeconds: READING.cpuSeconds + 8 };
  const counted = perDay(difference(later, READING), 2);
  expect(counted).toMatchObject({ chunks: 150, cpuSeconds: 4, deviceBytes: 0 });
});

test("figures have as many digits as count", () => {
  expect([1_234_567_890, 45_678_901, 4_567_890].map(megabytes)).toEqual(["1,235", "46", "4.6"]);
  expect([12.34, 2.345, null].map(times)).toEqual(["12 ×", "2.3 ×", ""]);
  expect(grouped(1_234_567.8)).toBe("1,234,568");
});

test("the median of an even number of times lies between the middle two", () => {
  expect(timesOf([4, 1, 100, 2])).toEqual({ median: 3, worst: 100 });
  expect(timesOf([5, 1, 3])).toEqual({ median: 3, worst: 5 });
});
