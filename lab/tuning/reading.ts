import type { Metrics } from "../../src/diagnostics/metrics";
import type { RunningLoki } from "../../test/conformance/running-loki";
import { deviceWrites } from "./block-device";
import { cpuSeconds, writtenBytes } from "./process";

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
