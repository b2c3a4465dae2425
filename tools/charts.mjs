/**
 * Our knowledge of the pinned charts, against the charts themselves: "check" compares, "generate" writes it anew. It
 * reads the project's own sources, so it is built first, as they are.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundle } from "../esbuild.config.mjs";

const outdir = join(import.meta.dirname, "..", ".cache", "tools");
await bundle({ outdir, entryPoints: { charts: "tools/charts/main.ts" } }).catch(() => process.exit(1));
const { status } = spawnSync(process.execPath, [join(outdir, "charts.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
