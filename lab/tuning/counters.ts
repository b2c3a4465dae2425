import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import type { Metrics } from "../../src/diagnostics/metrics";
import type { RunningLoki } from "../../test/components/loki";

/** Counters that only grow. */
export interface Reading {
  /** The volume's device, the file system's own writes included. */
  readonly deviceBytes: number;
  readonly deviceWrites: number;
  readonly deviceFlushes: number;
  /** What the process has written to files on devices. */
  readonly processBytes: number;
  readonly cpuSeconds: number;
  /** The write-ahead log, wherever it lies. */
  readonly segmentBytes: number;
  readonly checkpointBytes: number;
  readonly checkpoints: number;
  readonly chunkBytes: number;
  readonly chunks: number;
  /** Chunks by the reason for which they were flushed. */
  readonly full: number;
  readonly aged: number;
  readonly idle: number;
  readonly synced: number;
}

/** Reads a Loki's counters. @param volume the folder of its persistent volume */
export async function read({ api, pid }: RunningLoki, volume: string): Promise<Reading> {
  const metrics = await api.metrics();
  const { bytes, writes, flushes } = deviceWrites(volume);
  return {
    ...{ deviceBytes: bytes, deviceWrites: writes, deviceFlushes: flushes },
    ...{ processBytes: writtenBytes(pid), cpuSeconds: cpuSeconds(pid) },
    segmentBytes: metrics.sum("loki_ingester_wal_logged_bytes_total"),
    checkpointBytes: metrics.sum("loki_ingester_checkpoint_logged_bytes_total"),
    checkpoints: metrics.sum("loki_ingester_checkpoint_creations_total"),
    chunkBytes: metrics.sum("loki_ingester_chunk_size_bytes_sum"),
    chunks: metrics.sum("loki_ingester_chunks_flushed_total"),
    full: flushed(metrics, "full"),
    aged: flushed(metrics, "max_age"),
    idle: flushed(metrics, "idle"),
    synced: flushed(metrics, "synced"),
  };
}

/** What has come between two readings. */
export function difference(later: Reading, earlier: Reading): Reading {
  return eachOf((counter) => later[counter] - earlier[counter]);
}

export function perDay(reading: Reading, days: number): Reading {
  return eachOf((counter) => reading[counter] / days);
}

function eachOf(value: (counter: keyof Reading) => number): Reading {
  return {
    deviceBytes: value("deviceBytes"),
    deviceWrites: value("deviceWrites"),
    deviceFlushes: value("deviceFlushes"),
    processBytes: value("processBytes"),
    cpuSeconds: value("cpuSeconds"),
    segmentBytes: value("segmentBytes"),
    checkpointBytes: value("checkpointBytes"),
    checkpoints: value("checkpoints"),
    chunkBytes: value("chunkBytes"),
    chunks: value("chunks"),
    full: value("full"),
    aged: value("aged"),
    idle: value("idle"),
    synced: value("synced"),
  };
}

function flushed(metrics: Metrics, reason: string): number {
  return metrics.sum("loki_ingester_chunks_flushed_total", { reason });
}

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

/** Ticks a second in which the kernel counts processor time for programs (USER_HZ), the same on every common machine. */
const TICKS = 100;

/** The processor time that a process has used, in seconds. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name before it may have spaces in it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The memory that a process holds, in bytes. */
export function residentBytes(pid: number): number {
  return 1_024 * field(`/proc/${pid}/status`, "VmRSS");
}

/** Bytes that a process has made to be written to file systems on devices, less what it has deleted before that. */
export function writtenBytes(pid: number): number {
  const file = `/proc/${pid}/io`;
  return field(file, "write_bytes") - field(file, "cancelled_write_bytes");
}

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(file, "utf8"))?.[1]);
}
