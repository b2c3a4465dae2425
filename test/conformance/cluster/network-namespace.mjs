/**
 * A network, mounts and process numbers of one's own: nothing leaves this machine, and what is started and written in
 * them is gone with them, however it ends.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..", "..");

/** On this a file system in memory is mounted, so that it stays empty. */
const folder = join(root, ".cache", "cluster");

/** The first process is the shell, which takes leave of those that nobody else does. */
const UNSHARE = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-euc"];

/** Addresses for benchmarks (RFC 2544): Kubernetes refuses those of the loopback as endpoints. */
const PREPARE = `
  ip link set lo up
  ip address add 198.18.0.1/15 dev lo
  mount -t tmpfs tmpfs "$TMPDIR"
`;

/** Runs a command in them; @returns its exit code */
export function inOwnNetwork(...command) {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync("unshare", [...UNSHARE, `${PREPARE}"$@" || exit $?`, "sh", ...command], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    stdio: "inherit",
  });
  return status ?? 1;
}
