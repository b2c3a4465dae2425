import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import type { Metrics } from "../../src/diagnostics/metrics";
import type { RunningLoki } from "../../test/components/loki";

/** Monotonic counters. */
export interface Reading {
  /** Of the volume's device, including the file system's own writes. */
  readonly deviceBytes: number;
  readonly deviceWrites: number;
  readonly deviceFlushes: number;
  /** Written by the process to files on devices. */
  readonly processBytes: number;
  readonly cpuSeconds: number;
  /** Of the write-ahead log, on any medium. */
  readonly segmentBytes: number;
  readonly checkpointBytes: number;
  readonly checkpoints: number;
  readonly chunkBytes: number;
  readonly chunks: number;
  /** Chunks by the reason for their flush. */
  readonly full: number;
  readonly aged: number;
  readonly idle: number;
  readonly synced: number;
}

/** Reads the counters of a Loki. @param volume the folder of its persistent volume */
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

/** Returns the increase between two readings. */
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

/** The writes to a block device since its creation. */
interface DeviceWrites {
  readonly bytes: number;
  /** Write operations, after the kernel has merged adjacent ones. */
  readonly writes: number;
  /** Requests to make all writes durable. An fsync causes one. */
  readonly flushes: number;
}

/** The kernel counts sectors of 512 bytes for every device. @see https://docs.kernel.org/block/stat.html */
const SECTOR = 512;

/** Returns the writes to the device of a folder, after writing back all dirty pages. */
export function deviceWrites(folder: string): DeviceWrites {
  const { status, stderr } = spawnSync("sync", ["--file-system", folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`sync failed: ${stderr}`);
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

/** The kernel's ticks per second in /proc (USER_HZ), the same on all common platforms. */
const TICKS = 100;

/** Returns the processor time of a process in seconds. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The process name before it may contain spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Returns the resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  return 1_024 * field(`/proc/${pid}/status`, "VmRSS");
}

/** Returns the bytes that a process has caused to be written to devices, without those deleted before write-back. */
function writtenBytes(pid: number): number {
  const file = `/proc/${pid}/io`;
  return field(file, "write_bytes") - field(file, "cancelled_write_bytes");
}

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(file, "utf8"))?.[1]);
}
