import type { ResourcesSettings } from "../cluster/resources";
import type { ByteSize, Duration } from "../units";

/** Loki: retention, memory, chunks and the write-ahead log. */
export interface LokiSettings {
  /**
   * When Loki flushes chunks.
   * @default - see each setting
   */
  readonly ingester?: IngesterSettings;
  /**
   * The write-ahead log, in memory (tmpfs).
   * @default - see each setting
   */
  readonly wal?: WalSettings;
  /**
   * How long Loki keeps lines, at least a day: the index has one table per day.
   * @default 168 h
   * @see https://grafana.com/docs/loki/latest/operations/storage/retention/
   */
  readonly retention?: Duration;
  /**
   * Interval at which the compactor merges index files and applies retention.
   * @default 1 h
   */
  readonly compactionInterval?: Duration;
  /**
   * Maximum number of streams in memory. At the limit Loki rejects whole batches, which the agents then retry.
   * @default - as many as fit in a quarter of the memory limit minus the tmpfs (65536)
   * @see https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/
   */
  readonly maxStreams?: number;
  /**
   * Whether Loki detects patterns in lines for Grafana (pattern_ingester). Patterns need more memory than the lines:
   * "npm run capacity" shows how much.
   * @default true
   * @see https://grafana.com/docs/grafana/latest/explore/simplified-exploration/logs/patterns/
   */
  readonly patterns?: boolean;
  /**
   * Resource requests and limits of the container.
   * @default - requests 250m and 4 GiB, limits 1 core and 6 GiB
   */
  readonly resources?: ResourcesSettings;
}

/**
 * When Loki flushes chunks.
 * @see https://grafana.com/docs/loki/latest/configure/#ingester
 */
export interface IngesterSettings {
  /**
   * Age at which a chunk of any size is flushed (max_chunk_age). Half of it is the out-of-order window.
   * @default 24 h
   */
  readonly maxChunkAge?: Duration;
  /**
   * Time without new lines after which a stream's chunk is flushed (chunk_idle_period).
   * @default 12 h
   */
  readonly chunkIdlePeriod?: Duration;
  /**
   * How long a flushed chunk stays in memory for queries (chunk_retain_period).
   * @default 1 min
   */
  readonly chunkRetainPeriod?: Duration;
  /**
   * Compressed size at which a chunk is full and flushed (chunk_target_size).
   * @default 1572864 bytes
   */
  readonly chunkTargetSize?: ByteSize;
}

/**
 * The write-ahead log, in memory (tmpfs).
 * @see https://grafana.com/docs/loki/latest/operations/storage/wal/
 */
export interface WalSettings {
  /**
   * Size of the tmpfs, at least 128 MiB. It counts towards the container's memory limit. Loki fills less than half of
   * it and rejects lines above that, so that a checkpoint still fits. The rate that Loki admits follows from this size.
   * @default 2 GiB
   */
  readonly size?: ByteSize;
}
