/**
 * Runs commands in their own network, mount and process namespaces. No packet leaves this machine. All processes and files
 * disappear with the namespaces, even after a crash.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..", "..");

/** The mount point of a tmpfs, so that the folder itself stays empty. */
const folder = join(root, ".cache", "cluster");

/** The first process is a shell, because it reaps orphaned processes. */
const UNSHARE = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-euc"];

/** Uses addresses reserved for benchmarks (RFC 2544), because Kubernetes rejects loopback addresses as endpoints. */
const PREPARE = `
  ip link set lo up
  ip address add 198.18.0.1/15 dev lo
  mount -t tmpfs tmpfs "$TMPDIR"
`;

/** Runs a command in new namespaces. @returns the exit code */
export function inOwnNetwork(...command) {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync("unshare", [...UNSHARE, `${PREPARE}"$@" || exit $?`, "sh", ...command], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    stdio: "inherit",
  });
  return status ?? 1;
}
