import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/** What a block device has been told to write since it exists. */
export interface DeviceWrites {
  readonly bytes: number;
  /** Write operations, after the kernel has merged neighbours. */
  readonly writes: number;
  /** Requests to make all that is written durable: an fsync ends in one. */
  readonly flushes: number;
}

/** Sectors are counted in 512 bytes, whatever the device's own are. @see https://docs.kernel.org/block/stat.html */
const SECTOR = 512;

/** What has reached the device that a folder lies on, what waits in memory included. */
export function deviceWrites(folder: string): DeviceWrites {
  const { status, stderr } = spawnSync("sync", ["--file-system", folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`sync fails: ${stderr}`);
  const { dev } = statSync(folder);
  const fields = readFileSync(`/sys/dev/block/${major(dev)}:${minor(dev)}/stat`, "utf8")
    .trim()
    .split(/\s+/);
  const at = (field: number) => Number(fields[field]);
  return { writes: at(4), bytes: at(6) * SECTOR, flushes: at(15) };
}

/** @see https://man7.org/linux/man-pages/man3/makedev.3.html */
function major(dev: number): number {
  return (dev >>> 8) & 0xfff;
}

function minor(dev: number): number {
  return (dev & 0xff) | ((dev >>> 12) & 0xfff00);
}
