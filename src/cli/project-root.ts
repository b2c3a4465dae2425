import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** What lies beside main.ts and nowhere above it. */
const MARK = "cdktf.json";

/**
 * The project's folder: the nearest one upwards that holds cdktf.json, wherever the code was bundled to and wherever it
 * was started.
 * @throws Error where there is none
 */
export function projectRoot(from: string): string {
  if (existsSync(join(from, MARK))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`no ${MARK} in any folder above the program`);
  return projectRoot(parent);
}
