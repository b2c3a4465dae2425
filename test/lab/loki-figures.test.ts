import { difference, perDay } from "../../lab/tuning/reading";
import { grouped, megabytes, partsOf, ratio, times } from "../../lab/tuning/report/figures";
import { timesOf } from "../../lab/tuning/statistics";
import { outcome, RACE, READING } from "./loki-results";

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
