import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { PROJECT } from "../helpers/example";
import { ProgramFolder } from "../helpers/program";

jest.setTimeout(60_000);

const REFUSAL = /^Node\.js: got 18\.20\.8, expected 20\.11 or newer\n {2}why .*\n {2}remedy .*\n$/;

const folder = ProgramFolder.ofTests();
const preload = join(folder.path, "old-node.cjs");
folder.write(
  "old-node.cjs",
  'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } });',
);

function start(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder.path, encoding: "utf8" });
  return { status, stdout, stderr };
}

test.each([
  ["esbuild.config.mjs", []],
  ["bin/log-collection.mjs", ["check"]],
])("%s rejects an old Node.js before doing anything else", (file, args) => {
  const { status, stdout, stderr } = start("--require", preload, join(PROJECT, file), ...args);
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: expect.stringMatching(REFUSAL) });
});

test.each(["esbuild.config.mjs", "bin/log-collection.mjs", "bin/require-node.cjs"])("Node 12 can parse %s", (file) => {
  const text = readFileSync(join(PROJECT, file), "utf8");
  expect(transformSync(text, { target: "node12.22" }).code).toBe(transformSync(text, { target: "esnext" }).code);
});

describe("a build", () => {
  let program: string;

  beforeAll(() => {
    program = folder.bundle("built");
  });

  test.each(["main.js", "terraform.js"])("rejects an old Node.js in %s", (file) => {
    const { status, stdout, stderr } = start("--require", preload, join(program, "..", file));
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: expect.stringMatching(REFUSAL) });
  });

  test.each(["main.js", "terraform.js"])("begins %s with two lines that Node 12 can parse", (file) => {
    const lines = readFileSync(join(program, "..", file), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^require\("[./]+\/bin\/require-node\.cjs"\);$/),
      expect.stringMatching(/^require\("\.\/\w+\.bundle\.js"\);$/),
    ]);
  });

  test("that fails removes the previous build", () => {
    expect(existsSync(program)).toBe(true);
    writeFileSync(join(folder.path, "broken.ts"), 'import "./missing";');
    const options = { outdir: join(folder.path, "built"), entryPoints: { main: join(folder.path, "broken.ts") } };
    const script = `import { bundle } from "${join(PROJECT, "esbuild.config.mjs")}"; await bundle(${JSON.stringify(options)});`;
    const { status, stderr } = start("--input-type=module", "--eval", script);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('Could not resolve "./missing"') });
    expect(existsSync(program)).toBe(false);
  });
});
