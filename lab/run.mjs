import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { compareWays } from "./compare.mjs";
import { judge } from "./goals.mjs";
import { readOptions } from "./options.mjs";
import { report } from "./report.mjs";
import { measureSizes } from "./size.mjs";

const ROOT = join(import.meta.dirname, "..");

const options = readOptions(process.argv.slice(2), process.env);
const folder = mkdtempSync(join(tmpdir(), "bench-"));
try {
  const figures = collect();
  const goals = judge(figures);
  console.log(options.json ? JSON.stringify({ ...figures, goals }, null, 2) : report(figures, goals));
  if (!options.reportOnly && goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function collect() {
  // Sizes come last: this process grows over them, and a child's peak memory begins at its parent's.
  const ways = compareWays(ROOT, folder, options.runs);
  const sizes = options.size ? measureSizes(ROOT, folder) : null;
  return { runs: options.runs, node: process.version, cpus: availableParallelism(), ways, sizes };
}
