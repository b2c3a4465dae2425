import { page } from "../../lab/tuning/report/page";
import { plotsOf } from "../../lab/tuning/report/plots";
import { answers, rangeOf } from "../../lab/tuning/report/sentences";
import { report } from "../../lab/tuning/report/terminal";
import { RESULTS } from "./loki-results";

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
