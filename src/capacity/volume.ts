import { type ByteSize, Duration } from "../units";
import {
  ALLOCATED_PER_CHUNK,
  BYTES_PER_CHUNK,
  CACHED_INDEX_PER_CHUNK,
  FLUSH_CHECK_PERIOD,
  FLUSH_PER_STREAM,
} from "./constants";
import { type Demand, endedStreams, longLivedStreams } from "./demand";

const DAY = Duration.hours(24);

/** Retention deletes daily index tables, and compaction keeps the old and the new table for a while. */
const EXTRA_DAYS = 2;

/** Returns the chunks per day: one per ended stream, one per long-lived stream and chunk age, and the full ones. */
export function chunksPerDay({ load, nodes, maxChunkAge, chunkTargetSize }: Demand): number {
  const ended = endedStreams(load, DAY);
  const longLived = longLivedStreams(load, nodes) * Math.max(1, DAY.dividedBy(maxChunkAge));
  const full = load.bytesPerDay.dividedBy(chunkTargetSize.scaled(load.compression));
  return Math.ceil(ended + longLived + full);
}

/**
 * Returns the bytes of a day's chunks and of their index entries. A disk writes more: the file system's journal, and the
 * index again at each compaction.
 * @see docs/sizing.md#bytes-written-per-day
 */
export function writtenPerDay(demand: Demand): ByteSize {
  const { bytesPerDay, compression } = demand.load;
  return bytesPerDay.scaled(1 / compression).plus(BYTES_PER_CHUNK.scaled(chunksPerDay(demand)));
}

/** Returns the usage of the volume once retention starts to delete. */
export function volumeUse(demand: Demand): ByteSize {
  const days = demand.retention.dividedBy(DAY) + EXTRA_DAYS;
  return writtenPerDay(demand)
    .plus(ALLOCATED_PER_CHUNK.scaled(chunksPerDay(demand)))
    .scaled(days);
}

/** Returns the text per day that a volume holds for the retention period, with the chunks of this load. */
export function textThatFits(demand: Demand, volume: ByteSize): ByteSize {
  const days = demand.retention.dividedBy(DAY) + EXTRA_DAYS;
  const { bytesPerDay, compression } = demand.load;
  const used = volumeUse(demand);
  const free = used.isLargerThan(volume) ? volume.scaled(0) : volume.minus(used);
  return bytesPerDay.plus(free.scaled(compression / days));
}

/**
 * Returns the maximum size of Loki's index cache: the index of every chunk that fits on the volume, if all chunks have the
 * minimum size. Queries over the whole retention period cache all of it.
 */
export function indexCacheOf(volume: ByteSize): ByteSize {
  return CACHED_INDEX_PER_CHUNK.scaled(volume.dividedBy(ALLOCATED_PER_CHUNK.plus(BYTES_PER_CHUNK)));
}

/** The time to finish in-flight requests before the flush. */
export const SHUTDOWN_TIME = Duration.seconds(30);

/** Returns the time that a stopping Loki needs to flush the streams' chunks, in whole seconds. */
export function flushTime(streams: number): Duration {
  return Duration.seconds(FLUSH_CHECK_PERIOD.plus(FLUSH_PER_STREAM.times(streams)).toSeconds());
}
