import { outputFolder, stackFolder, workingFolder } from "../../src/terraform/stack-folder";

test.each([
  [{}, "/project/cdktf.out"],
  [{ CDKTF_OUTDIR: "" }, "/project/cdktf.out"],
  [{ CDKTF_OUTDIR: "next.out" }, "/project/next.out"],
  [{ CDKTF_OUTDIR: "/tmp/next.out" }, "/tmp/next.out"],
])("with the environment %j, synth writes to %s", (environment, expected) => {
  expect(outputFolder("/project", environment)).toBe(expected);
  expect(stackFolder("/project", environment)).toBe(`${expected}/stacks/log-collection`);
});

test("Terraform runs in the folder that synth writes to", () => {
  expect(workingFolder("/project", { CDKTF_OUTDIR: "next.out" })).toBe("/project/next.out/stacks/log-collection");
});

test.each(["/tmp/next.out", "a/b", ".."])(
  "Terraform doesn't run below %s, where the state would be another",
  (folder) => {
    expect(() => workingFolder("/project", { CDKTF_OUTDIR: folder })).toThrow("CDKTF_OUTDIR: got ");
  },
);
