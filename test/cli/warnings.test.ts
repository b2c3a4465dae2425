import { Annotations, Testing } from "cdktf";
import { warnings } from "../../src/cli/warnings";

const app = Testing.app();
Annotations.of(app).addWarning("the look-ups are off");
Annotations.of(app).addInfo("nothing to worry about");

afterEach(() => {
  delete process.env["CDKTF_CONTEXT_JSON"];
});

test("a construct's warning is told, and what is no warning is not", () => {
  expect(warnings(app)).toEqual(["[] the look-ups are off"]);
});

test("under cdktf's CLI, which tells them itself, there are none", () => {
  process.env["CDKTF_CONTEXT_JSON"] = "{}";
  expect(warnings(app)).toEqual([]);
});
