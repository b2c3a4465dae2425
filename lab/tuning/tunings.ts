import type { Model } from "../../src/model";
import { Duration } from "../../src/units";

/** The settings that determine how often Loki writes, in log time. */
export interface Tuning {
  readonly name: TuningName;
  readonly maxChunkAge: Duration;
  readonly chunkIdlePeriod: Duration;
  readonly chunkRetainPeriod: Duration;
  /** The interval of cutting chunks that are at least a tenth full; 0 disables it. */
  readonly syncPeriod: Duration;
  /** The medium of the write-ahead log. */
  readonly log: "volume" | "memory";
  readonly checkpointPeriod: Duration;
  readonly compactionInterval: Duration;
  readonly retention: boolean;
  readonly patterns: boolean;
}

export const TUNING_NAMES = ["chart", "chart-tmpfs", "8h", "stack"] as const;

export type TuningName = (typeof TUNING_NAMES)[number];

/** The defaults of the chart and Loki, for one Loki on a file system. charts.test.ts verifies them. */
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

/** The tuning of the stack. */
export function stackTuning({ loki }: Model): Tuning {
  return {
    name: "stack",
    ...loki.ingester,
    syncPeriod: Duration.seconds(0),
    log: "memory",
    checkpointPeriod: loki.wal.checkpointPeriod,
    compactionInterval: loki.compactionInterval,
    retention: true,
    patterns: loki.patterns,
  };
}

/**
 * The tunings to compare. Between the chart and the stack, each changes one aspect of the chart: the medium of the log, or how
 * long chunks stay in memory.
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
    stackTuning(model),
  ];
}

/** Loki's defaults, which no tuning changes. */
const FLUSH_CHECK = Duration.seconds(30);
const RESYNC = Duration.minutes(5);

/**
 * A day in minutes has higher rates than a real day. Loki's limits would reject them, Loki would shard large streams, and
 * it would have to accept each batch within 5 s.
 */
const UNLIMITED = [
  ...["-distributor.ingestion-rate-limit-mb=1000", "-distributor.ingestion-burst-size-mb=1000"],
  ...["-ingester.per-stream-rate-limit=1GB", "-ingester.per-stream-rate-limit-burst=1GB"],
  ...["-ingester.max-global-streams-per-user=0", "-shard-streams.enabled=false", "-ingester.client.timeout=1m"],
];

/** Logging every flush would take processor time. */
const QUIET = ["-log.level=warn"];

/**
 * Returns the flags that override the stack's configuration. Loki compares a chunk's age and the sync period with the
 * timestamps of lines. Everything else depends on the clock, and must run faster by the same factor as log time.
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
