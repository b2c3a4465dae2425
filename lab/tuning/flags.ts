import { Duration } from "../../src/units";
import type { Tuning } from "./tunings";

/** Loki's own defaults, which no tuning changes. */
const FLUSH_CHECK = Duration.seconds(30);
const RESYNC = Duration.minutes(5);

/**
 * A day in minutes needs rates that a day in a day has not: limits would refuse it, large streams would be split, and
 * a batch would have to be taken within 5 s.
 */
const UNLIMITED = [
  ...["-distributor.ingestion-rate-limit-mb=1000", "-distributor.ingestion-burst-size-mb=1000"],
  ...["-ingester.per-stream-rate-limit=1GB", "-ingester.per-stream-rate-limit-burst=1GB"],
  ...["-ingester.max-global-streams-per-user=0", "-shard-streams.enabled=false", "-ingester.client.timeout=1m"],
];

/** A line of its own for each flush would take time that goes by. */
const QUIET = ["-log.level=warn"];

/**
 * What stands above the plan's configuration. Loki compares a chunk's age and the synchronization with the times of
 * lines; all else goes by the clock, and has to run as much faster as log time does.
 */
export function flagsOf(tuning: Tuning, speed: number): readonly string[] {
  return [...UNLIMITED, ...QUIET, ...tuningFlags(tuning, speed)];
}

export function tuningFlags(tuning: Tuning, speed: number): readonly string[] {
  const scaled = (duration: Duration) => duration.times(1 / speed);
  return [
    `-ingester.max-chunk-age=${tuning.maxChunkAge}`,
    `-ingester.sync-period=${tuning.syncPeriod}`,
    `-ingester.chunks-idle-period=${scaled(tuning.chunkIdlePeriod)}`,
    `-ingester.chunks-retain-period=${scaled(tuning.chunkRetainPeriod)}`,
    `-ingester.flush-check-period=${scaled(FLUSH_CHECK)}`,
    `-ingester.checkpoint-duration=${scaled(tuning.checkpointPeriod)}`,
    `-tsdb.shipper.resync-interval=${scaled(RESYNC)}`,
    `-compactor.compaction-interval=${scaled(tuning.compactionInterval)}`,
    `-compactor.retention-enabled=${tuning.retention}`,
    `-pattern-ingester.enabled=${tuning.patterns}`,
    ...(tuning.log === "volume" ? ["-ingester.wal-dir=/var/loki/wal"] : []),
  ];
}
