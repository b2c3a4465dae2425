import { build } from "esbuild";

const ENTRIES = { main: "main.ts", terraform: "src/terraform/run.ts" };

/** Other commands load them when they need them, and the synthesis does without: it installs without them, too. */
const EXTERNAL = ["@kubernetes/client-node", "echarts", "junit-report-builder", "listr2"];

/**
 * Bundles the two entries into dist/. One file each starts faster than a tree of modules (docs/decisions/0003).
 * "alias" lets a test build the same sources on cdktf's successor.
 */
export const bundle = ({ outdir = "dist", alias = {}, entryPoints = ENTRIES } = {}) =>
  build({
    entryPoints,
    outdir,
    alias,
    absWorkingDir: import.meta.dirname,
    bundle: true,
    platform: "node",
    target: "node20",
    external: EXTERNAL,
    logLevel: "warning",
  });

if (process.argv[1] === import.meta.filename) {
  // esbuild has told already what it could not read, and where.
  await bundle().catch(() => process.exit(1));
}
