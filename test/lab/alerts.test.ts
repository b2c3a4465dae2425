import { compareWithGoals, latencyOf } from "../../lab/alerts/report";

const arrivals = (...seconds: readonly (number | null)[]) =>
  seconds.map((value) => ({ alert: "OOMKilled", seconds: value }));

test.each([
  [[3], 3, 3],
  [[5, 1, 3], 3, 5],
  [[1, 2, 4, 9], 3, 9],
])("latencies of %p s have the median %d and the maximum %d", (seconds, median, worst) => {
  expect(latencyOf(arrivals(...seconds))).toEqual({ lines: seconds.length, lost: 0, median, worst });
});

test("counts a lost alert, and misses a goal because of it", () => {
  const lossy = latencyOf(arrivals(1, null, 3));
  expect(lossy).toEqual({ lines: 3, lost: 1, median: 2, worst: 3 });
  expect(compareWithGoals(lossy, null).map(({ isMet }) => isMet)).toEqual([false, true, true]);
});

test("meets no goal without alerts", () => {
  expect(compareWithGoals(latencyOf(arrivals(null)), null).map(({ isMet }) => isMet)).toEqual([false, false, false]);
});

test("compares with the original deployment by the medians", () => {
  const goals = compareWithGoals(latencyOf(arrivals(2, 3, 4)), latencyOf(arrivals(60, 90, 120)));
  expect(goals.at(-1)).toEqual({
    name: "original deployment ÷ that median",
    expected: "≥ 5 ×",
    got: "30.0 ×",
    isMet: true,
  });
});
