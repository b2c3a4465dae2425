import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { codeBlock, goldenBlock } from "../helpers/documents";
import { PROJECT } from "../helpers/example";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

/** As in package.json. */
const LINT = ["check", "--error-on-warnings"];

const folder = ProgramFolder.ofTests();

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
    const { stdout } = run(program);
    expect(stdout).toBe(goldenBlock("README.md", "log-collection: ", stdout));
  });

  test("passes every check", () => {
    const { status, stdout } = run(program, { args: ["check"] });
    expect(stdout).toMatch(/^\d+ checks passed(, \d+ skipped \(.+\))?\n$/);
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

describe("the rule that docs/alerts.md shows", () => {
  const accept = codeBlock("docs/alerts.md", "accept:");
  let program: string;

  beforeAll(() => {
    program = folder.bundleText(
      "accepting",
      `
      import { installation } from "./src";
      import { example } from "./test/helpers/example";
      installation({ ...example, ${accept} });`,
    );
  });

  function checked(rules: string): string {
    folder.write("rules/my-rules.yaml", `groups:\n  - name: my-rules\n    rules:\n${rules}`);
    return run(program, { args: ["check"] }).stdout;
  }

  test("prints the finding that the page shows", () => {
    const [first] = checked(CRASH_LOOP).split("\n");
    const printed = `${first}\n  ...\n`;
    expect(printed).toBe(goldenBlock("docs/alerts.md", "rules/my-rules.yaml", printed));
  });

  test("accepts a finding as the page does", () => {
    expect(checked(EVERY_POD)).toMatch(/^\d+ checks passed, .*, 1 finding accepted\n$/);
  });
});

const CRASH_LOOP = `\
      - alert: CrashLoop
        expr: sum by (namespace) (count_over_time({namespace="web"} |= "CrashLoopBackOff" [5m])) > 0
`;

const EVERY_POD = `\
      - alert: EveryPod
        expr: count_over_time({namespace="web"} |= "error" [5m]) > 0
`;
