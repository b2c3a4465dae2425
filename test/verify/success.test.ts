import { doubtful, holds, notMeasured } from "../../src/live/outcome";
import { success } from "../../src/verify/success";
import { sampleResult } from "../live/links";

const LINE = sampleResult("marker", holds("5 of 5 nodes, median 1.9 s, worst 2.1 s"));
const ALERT = sampleResult("drill", holds("7.4 s"));

test("a line that was followed to its alert is told with both times", () => {
  expect(success([LINE, ALERT])).toBe(
    "A line reaches Loki (5 of 5 nodes, median 1.9 s, worst 2.1 s) and its alert Alertmanager (7.4 s)",
  );
});

test.each([
  ["left out", []],
  ["doubtful", [sampleResult("drill", doubtful({ found: "late", wanted: "soon", causes: [] }))]],
])("an alert that was %s is promised to nobody", (_, others) => {
  expect(success([LINE, ...others])).toBe("A line reaches Loki (5 of 5 nodes, median 1.9 s, worst 2.1 s)");
});

test("where a node's pod couldn't write its line, the others' are told of", () => {
  const some = doubtful({ found: "4 of 5 nodes", wanted: "5", causes: [] });
  expect(success([sampleResult("marker", some)])).toBe("Lines reach Loki, and not of every node");
});

test("a run that only reads says that no line was written", () => {
  expect(success([sampleResult("marker", notMeasured("this run only reads"))])).toBe(
    "What was looked at holds, and no line was written",
  );
});
