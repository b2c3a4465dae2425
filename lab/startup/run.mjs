import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareWays } from "./compare.mjs";
import { judge, report } from "./report.mjs";
import { measureSizes } from "./size.mjs";

const ROOT = join(import.meta.dirname, "..", "..");

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

/**
 * @typedef {object} Options
 * @property {number} runs how often each way is measured
 * @property {boolean} size whether installed sizes are measured, which needs the registry
 * @property {boolean} json whether the report is JSON
 * @property {boolean} reportOnly whether a missed goal leaves the exit code at 0
 */

/**
 * Reads the command line; the number of runs may come from BENCH_RUNS instead.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Options}
 */
export function readOptions(args, environment) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: environment["BENCH_RUNS"] ?? "7" },
      "no-size": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "report-only": { type: "boolean", default: false },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1)
    throw new Error(`--runs: a whole number from 1 on, not "${values.runs}"`);
  return { runs, size: !values["no-size"], json: values.json, reportOnly: values["report-only"] };
}
