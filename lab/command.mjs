import { spawnSync } from "node:child_process";

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
