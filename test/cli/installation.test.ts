import { findingText } from "../../src/checks/reporters/text";
import { runChecks } from "../../src/cli/check";
import { PROJECT } from "../helpers/example";
import { installedSettings } from "../helpers/installation";

// An error would stop the synthesis, and a warning deserves a reader: main.ts accepts the findings that are intended.
test("main.ts, rules/ and values/ have no finding that main.ts doesn't accept", () => {
  const { findings } = runChecks(installedSettings(), PROJECT).report;
  expect(findings.map(findingText)).toEqual([]);
});
