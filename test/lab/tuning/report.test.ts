import { difference, perDay } from "../../../lab/tuning/counters";
import { timesOf } from "../../../lab/tuning/day-in-memory";
import { grouped, megabytes, partsOf, ratio, times } from "../../../lab/tuning/report/figures";
import { page, report } from "../../../lab/tuning/report/page";
import { plotsOf } from "../../../lab/tuning/report/plots";
import { answers, rangeOf } from "../../../lab/tuning/report/text";
import { outcome, READING, RESULT_OF_LOAD, RESULTS } from "./results";

const MISSING = /NaN|undefined|null|Infinity/;

test("summarizes the comparison with the minimum and maximum ratio and their loads", () => {
  const { loads } = RESULTS;
  expect(rangeOf(loads, "chart", "stack")).toEqual({
    minimum: { load: "dense", ratio: 2 },
    maximum: { load: "usual", ratio: 5 },
  });
  expect(answers(loads)).toEqual(['The chart\'s default writes 2.0 × (dense) to 5.0 × (usual) as much as "stack".']);
});

test("the page contains all figures of the run", () => {
  const text = page(RESULTS, "plots");
  expect(text).toContain("Bytes that Loki 1.2.3 writes to its volume in a day of log time, on 7 CPUs");
  expect(text).toContain("| usual | chart | 1,000 | 5.0 × |");
  expect(text).toContain("70 % are checkpoints");
  expect(text).toContain("ready again after 4.3 s");
  expect(text).not.toMatch(MISSING);
});

test("the page contains every plot", () => {
  const drawn = plotsOf(RESULTS.loads);
  const shown = [...page(RESULTS, "plots").matchAll(/\(plots\/(.+)\.svg\)/g)].map(([, name]) => name);
  expect(shown.sort()).toEqual(drawn.map(({ name }) => name).sort());
  expect(drawn.every(({ svg }) => svg.startsWith("<svg") && !MISSING.test(svg))).toBe(true);
});

test("the terminal report contains the same figures in columns", () => {
  const lines = report(RESULTS).split("\n");
  const [head, row] = [
    lines.find((line) => line.includes("MB a day")),
    lines.find((line) => /usual\s+stack/.test(line)),
  ];
  expect(head).toMatch(/^load\s+tuning\s+MB a day/);
  expect(row).toMatch(/^usual\s+stack\s+200\s+1\.0 ×/);
  expect(lines.join()).not.toMatch(MISSING);
});

const MB = 1e6;

test("attributes the rest of the device's writes to the index and the file system", () => {
  const parts = { checkpoints: 700 * MB, segments: 100 * MB, chunks: 100 * MB, rest: 100 * MB };
  expect(partsOf(outcome("chart", {}))).toEqual(parts);
});

test("attributes none of the device's writes to a log in memory", () => {
  expect(partsOf(outcome("stack", { deviceBytes: 150 * MB }))).toEqual({
    checkpoints: 0,
    segments: 0,
    chunks: 100 * MB,
    rest: 50 * MB,
  });
});

test("returns no ratio without both tunings", () => {
  expect(ratio(RESULT_OF_LOAD, "chart", "stack")).toBe(5);
  expect(ratio(RESULT_OF_LOAD, "8h", "stack")).toBeNull();
});

test("subtracts counters and divides them by the days", () => {
  const later = { ...READING, chunks: READING.chunks + 300, cpuSeconds: READING.cpuSeconds + 8 };
  const counted = perDay(difference(later, READING), 2);
  expect(counted).toMatchObject({ chunks: 150, cpuSeconds: 4, deviceBytes: 0 });
});

test("formats figures with their significant digits", () => {
  expect([1_234_567_890, 45_678_901, 4_567_890].map(megabytes)).toEqual(["1,235", "46", "4.6"]);
  expect([12.34, 2.345, null].map(times)).toEqual(["12 ×", "2.3 ×", ""]);
  expect(grouped(1_234_567.8)).toBe("1,234,568");
});

test("takes the mean of the middle two as the median of an even number of times", () => {
  expect(timesOf([4, 1, 100, 2])).toEqual({ median: 3, worst: 100 });
  expect(timesOf([5, 1, 3])).toEqual({ median: 3, worst: 5 });
});
