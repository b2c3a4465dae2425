import { exitCode } from "../../src/diagnostics/exit-code";
import { broken, doubtful, holds, notDeployed, notMeasured } from "../../src/diagnostics/outcome";
import { sampleResult } from "./samples";

const FAULT = { found: "nothing", expected: "something", causes: [] };
const GOOD = sampleResult("nodes", holds("5 of 5 nodes"));
const LINES = sampleResult("marker", broken(FAULT), { failure: "lines" });
const ALERTS = sampleResult("drill", broken(FAULT), { failure: "alerts" });
const OTHER_PLAN = sampleResult("configuration", notDeployed("another digest"));

test.each([
  ["what holds", [GOOD], 0],
  [
    "what is doubtful or wasn't measured",
    [sampleResult("a", doubtful(FAULT)), sampleResult("b", notMeasured("no"))],
    0,
  ],
  ["the first failure of the path", [GOOD, LINES, ALERTS], 9],
  ["what isn't deployed", [GOOD, OTHER_PLAN], 5],
  ["a failure beside what isn't deployed", [OTHER_PLAN, ALERTS], 10],
  ["a failure of another kind than its link's", [sampleResult("a", broken({ ...FAULT, failure: "access" }))], 4],
])("the exit code of %s", (_, results, code) => {
  expect(exitCode([{ results }])).toBe(code);
});

test("of several clusters the first that fails decides", () => {
  expect(exitCode([{ results: [GOOD] }, { results: [ALERTS] }, { results: [LINES] }])).toBe(10);
});
