import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PRELOAD = join(import.meta.dirname, "peak-memory.cjs");

/**
 * @typedef {import("./measure.mjs").Command} Command
 * @typedef {object} Run
 * @property {number} milliseconds the duration of the process
 * @property {number} megabytes the peak memory of its largest Node process (without the esbuild binary), in millions of bytes
 */

/**
 * Runs a command in a new process and measures it.
 * @param {Command} command
 * @param {string} folder for the synthesized output and the peak memory
 * @returns {Run}
 */
export function measure(command, folder) {
  const peaks = join(folder, "peaks");
  writeFileSync(peaks, "");
  const environment = {
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
    BENCH_PEAKS: peaks,
    CDKTF_OUTDIR: folder,
  };
  const start = performance.now();
  run(command, environment);
  const milliseconds = performance.now() - start;
  const kibibytes = readFileSync(peaks, "utf8").trim().split("\n").map(Number);
  return { milliseconds, megabytes: (Math.max(...kibibytes) * 1024) / 1e6 };
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {readonly string[]} args
 * @property {string} cwd
 */

/**
 * Runs a command to completion.
 * @param {Command} command
 * @param {Record<string, string>} [environment] additional variables
 * @throws {Error} with the output if the command fails
 */
export function run({ file, args, cwd }, environment = {}) {
  const { error, status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    env: { ...ownEnvironment(), ...environment },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[file, ...args].join(" ")} exited with ${status}\n${stdout}${stderr}`);
}

function ownEnvironment() {
  const {
    // Set by "npm run". It would make npm work in the project's folder.
    npm_config_local_prefix: _prefix,
    // These would change the measurement.
    NODE_COMPILE_CACHE: _cache,
    NODE_OPTIONS: _options,
    ...environment
  } = process.env;
  return environment;
}
