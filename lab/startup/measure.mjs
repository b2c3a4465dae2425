import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PRELOAD = join(import.meta.dirname, "peak-memory.cjs");

/**
 * @typedef {import("./measure.mjs").Command} Command
 * @typedef {object} Run
 * @property {number} milliseconds from the start of the process to its end
 * @property {number} megabytes the peak of its largest Node process (so without the esbuild binary), in millions of bytes
 */

/**
 * Runs a command in a new process and measures it.
 * @param {Command} command
 * @param {string} folder where to keep notes, and where a synthesis writes to
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

/**
 * The middle of the numbers, or the mean of the two in the middle.
 * @param {readonly number[]} numbers
 */
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
 * Runs a command to its end.
 * @param {Command} command
 * @param {Record<string, string>} [environment] what it gets beside this process' own
 * @throws {Error} with everything it printed, where it fails
 */
export function run({ file, args, cwd }, environment = {}) {
  const { error, status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    env: { ...ownEnvironment(), ...environment },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[file, ...args].join(" ")} ended with ${status}\n${stdout}${stderr}`);
}

function ownEnvironment() {
  const {
    // "npm run" leaves it, and would have every npm below work in the project's folder.
    npm_config_local_prefix: _prefix,
    // Both would change what is measured.
    NODE_COMPILE_CACHE: _cache,
    NODE_OPTIONS: _options,
    ...environment
  } = process.env;
  return environment;
}
