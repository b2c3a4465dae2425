import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { engines } from "../../package.json";
import { codeBlock, documentText } from "../helpers/documents";
import { PROJECT } from "../helpers/example";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

/** As in package.json. */
const LINT = ["check", "--error-on-warnings"];

let folder: ProgramFolder;

beforeAll(() => {
  folder = new ProgramFolder();
});

afterAll(() => folder.remove());

/** Runs a development tool on the files of the folder. */
function tool(name: string, ...args: readonly string[]) {
  const command = join(PROJECT, "node_modules", ".bin", name);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder.path, encoding: "utf8" });
  return { status, output: `${stdout}${stderr}` };
}

describe("README's main.ts", () => {
  const sample = codeBlock("README.md", "import { Backend, ByteSize, Cpu, Duration, installation }");
  let program: string;

  beforeAll(() => {
    program = folder.bundleText("sample", sample);
    folder.write("main.ts", sample);
  });

  test("synthesizes without a warning", () => {
    expect(run(program)).toMatchObject({ status: 0, stderr: "" });
  });

  test("prints the summary that README shows", () => {
    expect(run(program).stdout).toBe(codeBlock("README.md", "log-collection: "));
  });

  test("passes every check", () => {
    const { status, stdout } = run(program, { args: ["check"] });
    expect(stdout).toMatch(/^\d+ checks passed(, \d+ not checked \(.+\))?\n$/);
    expect(status).toBe(0);
  });

  test("has settings of the right types", () => {
    const compilerOptions = { rootDirs: [".", PROJECT], typeRoots: [join(PROJECT, "node_modules", "@types")] };
    const project = { extends: join(PROJECT, "tsconfig.json"), compilerOptions, files: ["main.ts"], include: [] };
    folder.write("tsconfig.json", JSON.stringify(project));
    expect(tool("tsc", "--project", ".")).toEqual({ status: 0, output: "" });
  });

  test("passes the linter", () => {
    // The folder is under dist/, which git ignores.
    const { status, output } = tool("biome", ...LINT, `--config-path=${PROJECT}`, "--vcs-enabled=false", "main.ts");
    expect(output).toContain("Checked 1 file");
    expect(status).toBe(0);
  });
});

test("README has at most 1,500 words", () => {
  expect(documentText("README.md").trim().split(/\s+/).length).toBeLessThanOrEqual(1_500);
});

test("README names the minimum version of Node", () => {
  expect(documentText("README.md")).toContain(`Node ${engines.node.replace(">=", "")} or newer`);
});
