import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningLoki } from "../running-loki";

/** Where version 1 of control groups throttles block devices. */
const BLKIO = "/sys/fs/cgroup/blkio";

/** Whether this machine can slow a process's writes down. */
export function canSlowDown(): boolean {
  return existsSync(join(BLKIO, "blkio.throttle.write_iops_device"));
}

/**
 * Lets a Loki whose volume is an image write to it so many times a second and no more, as a disk behind a network does, for
 * as long as `use` takes.
 */
export async function withSlowDisk<R>(loki: RunningLoki, writesPerSecond: number, use: () => Promise<R>): Promise<R> {
  const group = join(BLKIO, `slow-disk-${loki.pid}`);
  mkdirSync(group);
  try {
    writeFileSync(join(group, "blkio.throttle.write_iops_device"), `${deviceOf(loki)} ${writesPerSecond}`);
    writeFileSync(join(group, "cgroup.procs"), `${loki.pid}`);
    return await use();
  } finally {
    // What isn't empty can't be removed: the process is either gone or goes back.
    if (existsSync(`/proc/${loki.pid}`)) writeFileSync(join(BLKIO, "cgroup.procs"), `${loki.pid}`);
    rmdirSync(group);
  }
}

/** The numbers of the device that the image is attached to. */
function deviceOf({ pid }: RunningLoki): string {
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8");
  const [, device] = /^\d+ \d+ (\d+:\d+) .* \/dev\/loop\d+ /m.exec(mounts) ?? [];
  if (device === undefined) throw new Error("no volume of this Loki is an image");
  return device;
}
