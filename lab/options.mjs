import { parseArgs } from "node:util";

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
