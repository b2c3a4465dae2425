import { Annotations, Testing } from "cdktf";
import { warnings } from "../../src/cli/synth";

const app = Testing.app();
Annotations.of(app).addWarning("the look-ups are off");
Annotations.of(app).addInfo("an informational note");

afterEach(() => {
  delete process.env["CDKTF_CONTEXT_JSON"];
});

test("lists the warnings of constructs, and no other annotations", () => {
  expect(warnings(app)).toEqual(["[] the look-ups are off"]);
});

test("leaves warnings to cdktf's CLI, which prints them itself", () => {
  process.env["CDKTF_CONTEXT_JSON"] = "{}";
  expect(warnings(app)).toEqual([]);
});
