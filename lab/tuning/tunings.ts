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
