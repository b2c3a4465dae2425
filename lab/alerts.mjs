import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundle } from "../esbuild.config.mjs";

/** Builds the stopwatch for alerts into dist/, from where it finds the project as the built entry does, and runs it. */
const root = join(import.meta.dirname, "..");
await bundle({ entryPoints: { "bench-alerts": "lab/latency/run.ts" } });
const { status } = spawnSync(process.execPath, [join(root, "dist", "bench-alerts.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
