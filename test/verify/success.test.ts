import { doubtful, holds, notMeasured } from "../../src/diagnostics/outcome";
import { success } from "../../src/verify/success";
import { sampleResult } from "../diagnostics/samples";

const LINE = sampleResult("marker", holds("5 of 5 nodes within 2.1 s, median 1.9 s"));
const ALERT = sampleResult("drill", holds("within 7.4 s"));

test("a line that was followed to its alert is told with both times", () => {
  expect(success([LINE, ALERT])).toBe(
    "A line reaches Loki (5 of 5 nodes within 2.1 s, median 1.9 s) and its alert Alertmanager (within 7.4 s)",
  );
});

test("an alert that was left out is promised to nobody", () => {
  expect(success([LINE])).toBe("A line reaches Loki (5 of 5 nodes within 2.1 s, median 1.9 s)");
});

test("an alert that wasn't seen is said not to be", () => {
  const unseen = sampleResult("drill", doubtful({ found: "no line on a", expected: "the alert", causes: [] }));
  expect(success([LINE, unseen])).toBe(
    "A line reaches Loki (5 of 5 nodes within 2.1 s, median 1.9 s), and its alert wasn't seen in Alertmanager",
  );
});

test("where a node's pod couldn't write its line, the others' are told of, and the alert", () => {
  const some = sampleResult("marker", doubtful({ found: "4 of 5 nodes", expected: "5", causes: [] }));
  expect(success([some])).toBe("A line reaches Loki from some nodes");
  expect(success([some, ALERT])).toBe("A line reaches Loki from some nodes and its alert Alertmanager (within 7.4 s)");
});

test("a run that only reads says that no line was written", () => {
  expect(success([sampleResult("marker", notMeasured("this run only reads"))])).toBe(
    "What was looked at holds, and no line was written",
  );
});
