import { findingText } from "../../src/checks/reporters/text";
import { examine } from "../../src/cli/examine";
import { PROJECT } from "../helpers/example";
import { installedSettings } from "../helpers/installation";

// What nobody has accepted in main.ts is an error, which stops the plan, or a warning that somebody ought to read.
test("nothing is found in main.ts, rules/ and values/ but what is accepted there", () => {
  const { findings } = examine(installedSettings(), PROJECT).report;
  expect(findings.map(findingText)).toEqual([]);
});
