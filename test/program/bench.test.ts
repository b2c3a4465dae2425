import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { PROJECT } from "../helpers/example";
import { folderOfTests } from "../helpers/folder";
import { run } from "../helpers/program";

jest.setTimeout(60_000);

const folder = folderOfTests();

test("the project that the benchmark copies, with a thousand more rules, is complete", () => {
  const copy = join(folder(), "copy");
  const script = `
    import { bundle } from "./esbuild.config.mjs";
    import { copyWithThousandRules } from "./lab/startup/projects.mjs";
    await bundle();
    copyWithThousandRules(${JSON.stringify(PROJECT)}, ${JSON.stringify(copy)});`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: PROJECT });
  const { status, stderr, stdout } = run(join(copy, "dist", "main.js"), { cwd: copy });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("Alert999");
});
