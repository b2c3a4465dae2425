import { exitCode, fail, notDeployed, pass, skipped, warn } from "../../src/diagnostics/outcome";
import { sampleResult } from "./samples";

const FAULT = { got: "nothing", expected: "something", causes: [] };
const GOOD = sampleResult("nodes", pass("5 of 5 nodes"));
const LINES = sampleResult("marker", fail(FAULT), { failure: "lines" });
const ALERTS = sampleResult("drill", fail(FAULT), { failure: "alerts" });
const OTHER_VERSION = sampleResult("configuration", notDeployed("another digest"));

test.each([
  ["a pass", [GOOD], 0],
  ["a warning or a skip", [sampleResult("a", warn(FAULT)), sampleResult("b", skipped("no"))], 0],
  ["the first failure of the list", [GOOD, LINES, ALERTS], 9],
  ["what is not deployed", [GOOD, OTHER_VERSION], 5],
  ["a failure beside what is not deployed", [OTHER_VERSION, ALERTS], 10],
  ["a failure of its own kind", [sampleResult("a", fail({ ...FAULT, failure: "permissions" }))], 4],
])("returns the exit code of %s", (_, results, code) => {
  expect(exitCode([{ results }])).toBe(code);
});

test("returns the exit code of the first cluster that fails", () => {
  expect(exitCode([{ results: [GOOD] }, { results: [ALERTS] }, { results: [LINES] }])).toBe(10);
});
