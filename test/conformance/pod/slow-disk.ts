import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DIRECTORIES } from "../../../src/loki/directories";
import type { RunningLoki } from "../running-loki";
import { canMountImages } from "./image";

/** Where version 1 of control groups throttles block devices. */
const BLKIO = "/sys/fs/cgroup/blkio";

/** Whether this machine can slow a process's writes to an image down. */
export function canSlowDown(): boolean {
  return existsSync(join(BLKIO, "blkio.throttle.write_iops_device")) && canMountImages();
}

/**
 * Lets a Loki whose volume is an image write to it so many times a second and no more, as a disk behind a network does, for
 * as long as `use` takes.
 */
export async function withSlowDisk<R>(
  { pid }: RunningLoki,
  writesPerSecond: number,
  use: () => Promise<R>,
): Promise<R> {
  const device = deviceAt(DIRECTORIES.data, pid);
  const group = join(BLKIO, `slow-disk-${pid}`);
  mkdirSync(group);
  try {
    writeFileSync(join(group, "blkio.throttle.write_iops_device"), `${device} ${writesPerSecond}`);
    writeFileSync(join(group, "cgroup.procs"), `${pid}`);
    return await use();
  } finally {
    // What isn't empty can't be removed: the process is either gone or goes back.
    if (existsSync(`/proc/${pid}`)) writeFileSync(join(BLKIO, "cgroup.procs"), `${pid}`);
    rmdirSync(group);
  }
}

/**
 * The numbers of the device that a process sees mounted on a folder.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
function deviceAt(folder: string, pid: number): string {
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
  const [, , device] = mounts.map((mount) => mount.split(" ")).find(([, , , , point]) => point === folder) ?? [];
  if (device === undefined) throw new Error(`nothing is mounted on ${folder}`);
  return device;
}
