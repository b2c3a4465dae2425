// First, and with no syntax here that an old Node.js can't parse: it refuses one.
import "./bin/require-node.cjs";
// By its name alone: an old Node.js refuses to link functions that it lacks, before any code runs.
import fs from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ENTRIES = { main: "main.ts", terraform: "src/cli/terraform.ts" };

/** Optional packages: other commands load them when they need them, and a synth does without. */
const EXTERNAL = ["@kubernetes/client-node", "echarts", "junit-report-builder", "listr2"];

const THIS_FILE = fileURLToPath(import.meta.url);
const ROOT = resolve(THIS_FILE, "..");

/**
 * Bundles each entry into one file, which starts faster than a tree of modules (docs/decisions/0003). A build replaces
 * the one before it as a whole, and one that fails removes it: nothing can start earlier settings.
 * "alias" lets a test build the same sources on cdktf's successor.
 */
export async function bundle({ outdir = "dist", alias = {}, entryPoints = ENTRIES } = {}) {
  const target = resolve(ROOT, outdir);
  const names = Object.keys(entryPoints);
  fs.mkdirSync(target, { recursive: true });
  const fresh = fs.mkdtempSync(join(target, "build-"));
  try {
    await build({
      entryPoints,
      entryNames: "[name].bundle",
      outdir: fresh,
      alias,
      absWorkingDir: ROOT,
      bundle: true,
      platform: "node",
      target: "node20",
      external: EXTERNAL,
      logLevel: "warning",
    });
    for (const name of names) fs.writeFileSync(join(fresh, `${name}.js`), starter(name, target));
    for (const file of fs.readdirSync(fresh)) fs.renameSync(join(fresh, file), join(target, file));
  } catch (error) {
    for (const name of names) fs.rmSync(join(target, `${name}.js`), { force: true });
    throw error;
  } finally {
    fs.rmSync(fresh, { recursive: true });
  }
}

/** An old Node.js can't parse the bundle. It parses this, and refuses itself. */
function starter(name, target) {
  const check = relative(target, join(ROOT, "bin", "require-node.cjs")).replaceAll("\\", "/");
  return `require(${JSON.stringify(check)});\nrequire("./${name}.bundle.js");\n`;
}

/** Bundles the project's entries; a failure ends the process. */
export function bundleOrExit() {
  return bundle().catch((error) => {
    // esbuild has printed what it can't read, and where.
    if (!("errors" in error)) console.error(error);
    process.exit(1);
  });
}

// Both without symbolic links: a path that differs would build nothing.
if (process.argv[1] && fs.realpathSync(process.argv[1]) === THIS_FILE) bundleOrExit();
