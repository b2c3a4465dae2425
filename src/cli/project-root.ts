import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file that exists beside main.ts, and in no parent folder. */
const MARK = "cdktf.json";

/**
 * Finds the project's folder: the nearest parent folder with cdktf.json. The result depends neither on the location of
 * the bundle in the project nor on the working directory.
 * @throws Error if there is none
 */
export function projectRoot(from: string): string {
  if (existsSync(join(from, MARK))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`no ${MARK} in the program's folder or any parent folder`);
  return projectRoot(parent);
}
