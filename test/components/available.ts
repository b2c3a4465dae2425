import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PROJECT } from "../helpers/example";
import { COMPONENTS, type ComponentName } from "./component";
import { Finder } from "./finder";

const finder = new Finder({
  env: process.env,
  folder: join(PROJECT, ".cache", "bin"),
  log: (text) => process.stderr.write(`${text}\n`),
});

/**
 * Finds a real component.
 * @returns the path of the program, or null after logging how to provide it
 */
export function findTool(name: ComponentName): string | null {
  return finder.find(COMPONENTS[name]);
}

/**
 * Describes tests that need real components. Without them, one skipped test names what is not proven, and the run ends with
 * a list of these names (not-proven-reporter.cjs).
 * @param component the subject of the tests, with its requirements: environment variables, permissions
 */
export function describeWith<T>(component: string, found: T | null, tests: (found: T) => void): void {
  if (found === null) test.skip(`not proven here: ${component}`, () => {});
  else describe(component, () => tests(found));
}

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

export function run(command: string, ...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  return { status, output: `${stdout}${stderr}` };
}
