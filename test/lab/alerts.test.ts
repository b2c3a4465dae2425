import { figure, judge } from "../../lab/alerts/report";

const arrivals = (...seconds: readonly (number | null)[]) =>
  seconds.map((value) => ({ alert: "OOMKilled", seconds: value }));

test.each([
  [[3], 3, 3],
  [[5, 1, 3], 3, 5],
  [[1, 2, 4, 9], 3, 9],
])("of %p s the median is %d and the worst %d", (seconds, median, worst) => {
  expect(figure(arrivals(...seconds))).toEqual({ lines: seconds.length, lost: 0, median, worst });
});

test("an alert that never came is counted, and no goal is met by leaving it out", () => {
  const lossy = figure(arrivals(1, null, 3));
  expect(lossy).toEqual({ lines: 3, lost: 1, median: 2, worst: 3 });
  expect(judge(lossy, null).map(({ isMet }) => isMet)).toEqual([false, true, true]);
});

test("where nothing came, no goal is met", () => {
  expect(judge(figure(arrivals(null)), null).map(({ isMet }) => isMet)).toEqual([false, false, false]);
});

test("the plan's way is compared by its median", () => {
  const goals = judge(figure(arrivals(2, 3, 4)), figure(arrivals(60, 90, 120)));
  expect(goals.at(-1)).toEqual({
    name: "the plan's way, of that median",
    expected: "≥ 5 ×",
    got: "30.0 ×",
    isMet: true,
  });
});
