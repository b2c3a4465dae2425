import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareCommands } from "./compare.mjs";
import { compareWithGoals, report } from "./report.mjs";
import { measureSizes } from "./size.mjs";

const ROOT = join(import.meta.dirname, "..", "..");

const options = readOptions(process.argv.slice(2), process.env);
const folder = mkdtempSync(join(tmpdir(), "bench-"));
try {
  const results = measure();
  const goals = compareWithGoals(results);
  console.log(options.json ? JSON.stringify({ ...results, goals }, null, 2) : report(results, goals));
  if (!options.reportOnly && goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function measure() {
  // Sizes are measured last: that grows this process, and a child's peak memory starts at its parent's.
  const commands = compareCommands(ROOT, folder, options.runs);
  const sizes = options.size ? measureSizes(ROOT, folder) : null;
  return { runs: options.runs, node: process.version, cpus: availableParallelism(), commands, sizes };
}

/**
 * @typedef {object} Options
 * @property {number} runs measurements per command
 * @property {boolean} size measure installed sizes, which needs the npm registry
 * @property {boolean} json print JSON
 * @property {boolean} reportOnly exit with 0 even if a goal is missed
 */

/**
 * Reads the command line. BENCH_RUNS is the default of --runs.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Options}
 */
function readOptions(args, environment) {
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
    throw new Error(`--runs: got "${values.runs}", expected a whole number from 1`);
  return { runs, size: !values["no-size"], json: values.json, reportOnly: values["report-only"] };
}
