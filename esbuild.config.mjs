// This import must come first: it exits on an old Node.js, which must therefore be able to parse this file.
import "./bin/require-node.cjs";
// A default import: an old Node.js fails to link a named import that it lacks, before any code runs.
import fs from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ENTRIES = { main: "main.ts", terraform: "src/cli/terraform.ts" };

/** Optional packages, which commands load when needed. synth needs none of them. */
const EXTERNAL = ["@kubernetes/client-node", "echarts", "junit-report-builder", "listr2"];

/**
 * Leaves out cdktf's archiver, which takes a tenth of a synth to load. cdktf calls it only in a process of its own that runs
 * cdktf/lib/private/fs.js, never from within a bundle.
 */
const withoutArchiver = {
  name: "without-archiver",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^archiver$/ }, ({ path }) => ({ path, namespace: "unused" }));
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "" }));
  },
};

/**
 * Leaves out the stack traces that cdktf takes of every token, a thirtieth of a synth. cdktf prints them only in the error
 * about a token that it can't resolve.
 */
const withoutTraces = {
  name: "without-traces",
  setup({ onLoad }) {
    const contents = "exports.captureStackTrace = () => [];";
    onLoad({ filter: /[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/ }, () => ({ contents }));
  },
};

const THIS_FILE = fileURLToPath(import.meta.url);
const ROOT = resolve(THIS_FILE, "..");

/**
 * Bundles each entry point into one file, which starts faster than a tree of modules (docs/decisions/0003). A build
 * replaces the previous one as a whole. A failed build removes the previous one, so that earlier settings can't run.
 * "alias" lets a test build the same sources with cdktf's successor.
 */
export async function bundle({ outdir = "dist", alias = {}, entryPoints = ENTRIES } = {}) {
  const target = resolve(ROOT, outdir);
  const names = Object.keys(entryPoints);
  fs.mkdirSync(target, { recursive: true });
  const fresh = fs.mkdtempSync(join(target, "build-"));
  try {
    const { metafile } = await build({
      entryPoints,
      metafile: true,
      entryNames: "[name].bundle",
      outdir: fresh,
      alias,
      absWorkingDir: ROOT,
      bundle: true,
      platform: "node",
      target: "node20",
      external: EXTERNAL,
      plugins: [withoutArchiver, withoutTraces],
      logLevel: "warning",
    });
    if (entryPoints.main !== undefined) requireInstallation(metafile, entryPoints.main);
    for (const name of names) fs.writeFileSync(join(fresh, `${name}.js`), starter(name, target));
    for (const file of fs.readdirSync(fresh)) fs.renameSync(join(fresh, file), join(target, file));
  } catch (error) {
    for (const name of names) fs.rmSync(join(target, `${name}.js`), { force: true });
    throw error;
  } finally {
    fs.rmSync(fresh, { recursive: true });
  }
}

/** The module that runs commands, and complains about a main.ts that doesn't call installation(…). */
const INSTALLATION = "src/cli/installation.ts";

/** An error without the position and the code of esbuild's errors. */
class UnusableEntry extends Error {}

/**
 * The bundler leaves out an import that nothing uses. Without this check, a main.ts that uses nothing of the project would
 * succeed and do nothing.
 */
function requireInstallation({ outputs }, main) {
  const path = relative(ROOT, resolve(ROOT, main)).replaceAll("\\", "/");
  const output = Object.values(outputs).find(({ entryPoint }) => entryPoint === path);
  if (output !== undefined && INSTALLATION in output.inputs) return;
  throw new UnusableEntry(
    [
      "main.ts: got no call of installation(…), expected one call",
      "  why     without settings there is nothing to deploy; an earlier build, which has other settings, was removed",
      '  remedy  call installation({ … }), imported from "./src", at the top level of main.ts',
    ].join("\n"),
  );
}

/** Returns a script that exits on an old Node.js, which can't parse the bundle itself. */
function starter(name, target) {
  const check = relative(target, join(ROOT, "bin", "require-node.cjs")).replaceAll("\\", "/");
  return `require(${JSON.stringify(check)});\nrequire("./${name}.bundle.js");\n`;
}

function isTopLevelAwait({ text }) {
  return text.startsWith("Top-level await ");
}

const AWAIT_REMEDY = "  remedy  await in an async function that calls installation({ … }), and call the function";

/** Bundles the project's entry points, and exits on failure. */
export function bundleOrExit() {
  return bundle().catch((error) => {
    // esbuild has already printed its errors.
    if (!("errors" in error)) console.error(error instanceof UnusableEntry ? error.message : error);
    else if (error.errors.some(isTopLevelAwait)) console.error(AWAIT_REMEDY);
    process.exit(1);
  });
}

// Compares the paths without symbolic links. If they differed, running this file would build nothing.
if (process.argv[1] && fs.realpathSync(process.argv[1]) === THIS_FILE) bundleOrExit();
