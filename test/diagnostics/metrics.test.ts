import { growth, Metrics } from "../../src/diagnostics/metrics";

const TEXT = `# HELP refused_total Lines that are refused.
# TYPE refused_total counter
refused_total{reason="a",tenant="x{}"} 2
refused_total{reason="a",tenant="y"} 3
refused_total{reason="b \\"quoted\\""} 0
started 1.7954345637894099e+09
`;

test("sums the samples with the given labels", () => {
  const metrics = new Metrics(TEXT);
  expect(metrics.sum("refused_total")).toBe(5);
  expect(metrics.sum("refused_total", { tenant: "x{}" })).toBe(2);
  expect(metrics.sum("started")).toBeCloseTo(1_795_434_563.789);
  expect(metrics.sum("nothing")).toBe(0);
});

test("omits sums of zero by a label", () => {
  expect([...new Metrics(TEXT).sumsBy("refused_total", "reason")]).toEqual([["a", 5]]);
});

test("counts the growth of a restarted counter from zero", () => {
  const before = new Map([
    ["grown", 2],
    ["same", 3],
    ["restarted", 9],
  ]);
  const now = new Map([
    ["grown", 5],
    ["same", 3],
    ["restarted", 4],
    ["new", 1],
  ]);
  expect(Object.fromEntries(growth(before, now))).toEqual({ grown: 3, restarted: 4, new: 1 });
});
