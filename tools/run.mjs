/**
 * Bundles a TypeScript program of the project and runs it: node tools/run.mjs <entry> [arguments].
 * The bundle is two folders below the root, like test/helpers: its files resolve the root relative to their own folder.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundle } from "../esbuild.config.mjs";

const root = join(import.meta.dirname, "..");

/**
 * @param {string} entry a TypeScript file: a path from the root, or an absolute one
 * @param {string} name of the bundle
 * @returns {Promise<string>} the path of the bundle
 */
export async function bundled(entry, name = entry.replace(/\.ts$/, "").replaceAll("/", "-")) {
  await bundle({ outdir: join("dist", "run"), entryPoints: { [name]: entry } });
  return join(root, "dist", "run", `${name}.js`);
}

if (process.argv[1] === import.meta.filename) {
  const [entry, ...args] = process.argv.slice(2);
  const program = await bundled(entry);
  process.exitCode = spawnSync(process.execPath, [program, ...args], { stdio: "inherit" }).status ?? 1;
}
