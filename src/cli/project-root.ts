import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file beside main.ts, and in no folder above it. */
const MARK = "cdktf.json";

/**
 * Finds the project's folder: the nearest folder upwards with cdktf.json. It depends neither on where the code is
 * bundled nor on the working directory.
 * @throws Error if there is none
 */
export function projectRoot(from: string): string {
  if (existsSync(join(from, MARK))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`no ${MARK} in any folder above the program`);
  return projectRoot(parent);
}
