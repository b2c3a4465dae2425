import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { PROJECT, ROOT } from "./example";

/**
 * A folder in the project with everything that the built program finds by walking up to cdktf.json. Tests can change
 * its input, and its output doesn't replace the project's own.
 */
export class ProgramFolder {
  readonly path: string;

  constructor() {
    mkdirSync(join(PROJECT, "dist"), { recursive: true });
    this.path = mkdtempSync(join(PROJECT, "dist", "test-"));
    cpSync(join(PROJECT, "cdktf.json"), join(this.path, "cdktf.json"));
    for (const part of ["rules", "values"]) cpSync(join(ROOT, part), join(this.path, part), { recursive: true });
  }

  /** Creates a folder for the tests of a file, and removes it after them. */
  static ofTests(): ProgramFolder {
    const folder = new ProgramFolder();
    afterAll(() => folder.remove());
    return folder;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.path, path), text);
  }

  /** Builds the example's entries as esbuild.config.mjs builds the project's. Returns the first built file. */
  bundle(name: string, alias: Readonly<Record<string, string>> = {}): string {
    const outdir = join(this.path, name);
    const entryPoints = { main: join(ROOT, "main.ts"), terraform: "src/cli/terraform.ts" };
    const options = JSON.stringify({ outdir, alias, entryPoints });
    const script = `import { bundle } from "./esbuild.config.mjs"; await bundle(${options});`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: PROJECT });
    return join(outdir, "main.js");
  }

  /** Builds this text instead of main.ts. Returns the built file. */
  bundleText(name: string, contents: string): string {
    const outfile = join(this.path, name, "main.js");
    buildSync({
      stdin: { contents, resolveDir: PROJECT, loader: "ts" },
      outfile,
      bundle: true,
      platform: "node",
      external: ["@kubernetes/client-node", "echarts", "junit-report-builder", "listr2"],
    });
    return outfile;
  }
}

export interface RunProps {
  /** The arguments after the program. */
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a built program, which inherits only PATH from this process's environment. */
export function run(program: string, { args = [], cwd = PROJECT, environment = {} }: RunProps = {}) {
  const env = { PATH: process.env["PATH"], ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** Returns the text of every file under a folder, by its path in it. */
export function files(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const texts = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(texts.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}
