import type { Model } from "../../src/model";
import { Duration } from "../../src/units";

/** What decides how often Loki writes, in log time. */
export interface Tuning {
  readonly name: TuningName;
  readonly maxChunkAge: Duration;
  readonly chunkIdlePeriod: Duration;
  readonly chunkRetainPeriod: Duration;
  /** How often chunks that are a tenth full are cut; 0 never. */
  readonly syncPeriod: Duration;
  /** Where the write-ahead log lies. */
  readonly log: "volume" | "memory";
  readonly checkpointPeriod: Duration;
  readonly compactionInterval: Duration;
  readonly retention: boolean;
  readonly patterns: boolean;
}

export const TUNING_NAMES = ["chart", "chart-tmpfs", "8h", "plan"] as const;

export type TuningName = (typeof TUNING_NAMES)[number];

/** What the chart's values and Loki's own defaults come to (chart-default.test.ts), with one Loki and a file system. */
export const CHART: Tuning = {
  name: "chart",
  maxChunkAge: Duration.hours(2),
  chunkIdlePeriod: Duration.minutes(30),
  chunkRetainPeriod: Duration.seconds(0),
  syncPeriod: Duration.hours(1),
  log: "volume",
  checkpointPeriod: Duration.minutes(5),
  compactionInterval: Duration.minutes(10),
  retention: false,
  patterns: false,
};

/** The plan as it is synthesized. */
export function planned({ loki }: Model): Tuning {
  return {
    name: "plan",
    ...loki.ingester,
    syncPeriod: Duration.seconds(0),
    log: "memory",
    checkpointPeriod: CHART.checkpointPeriod,
    compactionInterval: loki.compactionInterval,
    retention: true,
    patterns: loki.patterns,
  };
}

/**
 * The tunings that are compared. Between the two ends each changes one thing: where the log lies, or how long chunks
 * stay in memory.
 */
export function tunings(model: Model): readonly Tuning[] {
  return [
    CHART,
    { ...CHART, name: "chart-tmpfs", log: "memory" },
    {
      ...CHART,
      name: "8h",
      maxChunkAge: Duration.hours(8),
      chunkIdlePeriod: Duration.hours(4),
      syncPeriod: Duration.seconds(0),
    },
    planned(model),
  ];
}

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
