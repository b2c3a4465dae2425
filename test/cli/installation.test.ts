import { findingText } from "../../src/checks/reporters/text";
import { runChecks } from "../../src/cli/check";
import { PROJECT } from "../helpers/example";
import { installedSettings } from "../helpers/installation";

// An error stops the synthesis, and a warning needs attention. main.ts accepts the intended findings.
test("accepts every finding about main.ts, rules/ and values/", () => {
  const { findings } = runChecks(installedSettings(), PROJECT).report;
  expect(findings.map(findingText)).toEqual([]);
});
