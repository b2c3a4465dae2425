import { lineOf, Source } from "../../lab/neighbours/lags";
import { report, summaryOf } from "../../lab/neighbours/report";

test.each([
  [[3], 0, 3, 3],
  [[5, 1, 3], 0, 3, 5],
  [[4, null, 2], 1, 2, 4],
])("lags of %p have %d missing lines, the median %d and the maximum %d", (lags, missing, median, worst) => {
  expect(summaryOf(lags)).toEqual({ lines: lags.length, missing, median, worst });
});

test("a source knows its lines by their numbers, and counts each once", () => {
  const source = new Source("node-1/web");
  const lines = [source.next(), source.next()];
  expect(lines.map((line) => lineOf(line))).toEqual([
    { number: 0, source: "node-1/web" },
    { number: 1, source: "node-1/web" },
  ]);
  source.found(1);
  source.found(1);
  source.found(7);
  expect(source.result).toEqual([null, expect.any(Number)]);
  expect(source.oldestMissing).not.toBeNull();
  source.found(0);
  expect(source.oldestMissing).toBeNull();
});

test("other lines have no number", () => {
  expect(lineOf("level=info msg=ready")).toBeNull();
});

test("the table has a column for each variant, and mentions lines that no query found", () => {
  const measurement = {
    variant: "stack",
    lags: { "node-1/quiet-1": [1, null], "node-2/quiet-1": [2], "node-1/journal": [1], "node-2/journal": [1] },
    alerts: [4],
    refusedSeconds: { "node-1": 0, "node-2": 7 },
    logPeak: 0.12,
    dropped: { noisy: 5 },
    discarded: {},
    noisy: { written: 100, kept: 25 },
  };
  const table = report([measurement, { ...measurement, variant: "other" }]);
  expect(table.split("\n")[0]).toBe("|  | stack | other |");
  expect(table).toContain("| 1.0 s (1.0), 1 of 2 not found |");
  expect(table).toContain("| 2.0 s (2.0) |");
  expect(table).toContain("| 7 s |");
  expect(table).toContain("| 12 % of the tmpfs |");
  expect(table).toContain("| noisy: 5 |");
  expect(table).toContain("| 25 % of 100 |");
});
