/** Runs the tests on a real API server, in their own network namespace. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { inOwnNetwork } from "./network-namespace.mjs";

const root = join(import.meta.dirname, "..", "..", "..");
const jest = [process.execPath, join(root, "node_modules", "jest", "bin", "jest.js")];
const command = [...jest, "--config", "jest.cluster.config.js", ...process.argv.slice(2)];
const canIsolate = inOwnNetwork("true") === 0;
// Without such a namespace, the tests are skipped and reported as not proven, or fail if REQUIRE_TOOLS=1.
process.exitCode = canIsolate
  ? inOwnNetwork(...command)
  : (spawnSync(command[0], command.slice(1), { cwd: root, stdio: "inherit" }).status ?? 1);
