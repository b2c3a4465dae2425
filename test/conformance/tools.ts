import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT } from "../example";

/**
 * Finds a real component: the one that an environment variable names, else the one built into .cache/bin by
 * "npm run tools", else the one on PATH.
 * @returns its path, or null where there is none
 */
export function findTool(name: string): string | null {
  const named = process.env[`${name.toUpperCase()}_BINARY`];
  if (named !== undefined && named !== "") return named;
  const folders = [join(ROOT, ".cache", "bin"), ...(process.env["PATH"] ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/**
 * The tests of a real component. Where it is missing they are skipped under a name that says what is not proven.
 * @param component what is needed, by its environment variable
 */
export function describeWith<T>(component: string, found: T | null, tests: (found: T) => void): void {
  if (found !== null) {
    describe(component, () => tests(found));
    return;
  }
  const missing = `not proven here: ${component} is missing`;
  // Jest says nothing of a file whose tests are all skipped.
  process.stderr.write(`${missing}\n`);
  test.skip(missing, () => {});
}

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

export function run(command: string, ...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  return { status, output: `${stdout}${stderr}` };
}
