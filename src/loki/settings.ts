import type { ResourcesSettings } from "../cluster/resources";
import type { ByteSize, Duration } from "../units";

/** The one Loki: how long it keeps lines where, and what it may use. */
export interface LokiSettings {
  /**
   * When chunks leave memory.
   * @default - see each setting
   */
  readonly ingester?: IngesterSettings;
  /**
   * The write-ahead log, which lies in memory (tmpfs).
   * @default - see each setting
   */
  readonly wal?: WalSettings;
  /**
   * How long lines are kept: a day at least, because the index is a table a day.
   * @default 168 h
   * @see https://grafana.com/docs/loki/latest/operations/storage/retention/
   */
  readonly retention?: Duration;
  /**
   * How often the compactor merges index files and marks what retention deletes.
   * @default 1 h
   */
  readonly compactionInterval?: Duration;
  /**
   * How many streams may be in memory at once. At the limit Loki refuses whole batches, and the agents that sent them wait.
   * @default - as many as fill a quarter of what the tmpfs leaves of the memory limit (65536)
   * @see https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/
   */
  readonly maxStreams?: number;
  /**
   * Whether Loki finds patterns in lines, for Grafana to show (pattern_ingester). They take more memory than the lines
   * themselves: "npm run capacity" shows how much.
   * @default true
   * @see https://grafana.com/docs/grafana/latest/explore/simplified-exploration/logs/patterns/
   */
  readonly patterns?: boolean;
  /**
   * What the container asks for and may use.
   * @default - 250m and 4 GiB requested, limited to 1 core and 6 GiB
   */
  readonly resources?: ResourcesSettings;
}

/** @see https://grafana.com/docs/loki/latest/configure/#ingester */
export interface IngesterSettings {
  /**
   * The age at which a chunk is flushed whatever its size (max_chunk_age). Half of it is the out-of-order window.
   * @default 24 h
   */
  readonly maxChunkAge?: Duration;
  /**
   * How long a stream may be silent before its chunk is flushed (chunk_idle_period).
   * @default 12 h
   */
  readonly chunkIdlePeriod?: Duration;
  /**
   * How long a flushed chunk stays in memory for queries (chunk_retain_period).
   * @default 1 min
   */
  readonly chunkRetainPeriod?: Duration;
  /**
   * The compressed size at which a chunk is full and flushed (chunk_target_size).
   * @default 1572864 bytes
   */
  readonly chunkTargetSize?: ByteSize;
}

export interface WalSettings {
  /**
   * Size of the tmpfs, 151 MiB at least. It counts against the container's memory limit. Less than half of it is used: above
   * that Loki refuses lines, so that a checkpoint still fits.
   * @default 2 GiB
   */
  readonly size?: ByteSize;
}
