import { type ByteSize, Duration } from "../units";
import { ALLOCATED_PER_CHUNK, BYTES_PER_CHUNK, FLUSH_OF_FULL, FLUSH_PER_STREAM } from "./constants";
import { type Demand, endedStreams, lastingStreams } from "./demand";

const DAY = Duration.hours(24);

/** Retention deletes by index tables of a day, and compaction holds an old and a new one of them. */
const DAYS_IN_ADDITION = 2;

/** Chunks that are written in a day: one for each stream that ends, one a chunk age for each that lasts, and the full ones. */
export function chunksPerDay({ load, nodes, maxChunkAge, chunkTargetSize }: Demand): number {
  const ended = endedStreams(load, DAY);
  const lasting = lastingStreams(load, nodes) * Math.max(1, DAY.dividedBy(maxChunkAge));
  const full = load.bytesPerDay.dividedBy(chunkTargetSize.scaled(load.compression));
  return Math.ceil(ended + lasting + full);
}

/** Bytes that are written to the volume in a day. */
export function writtenPerDay(demand: Demand): ByteSize {
  const { bytesPerDay, compression } = demand.load;
  return bytesPerDay.scaled(1 / compression).plus(BYTES_PER_CHUNK.scaled(chunksPerDay(demand)));
}

/** What the volume holds when retention has begun to delete. */
export function volumeUse(demand: Demand): ByteSize {
  const days = demand.retention.dividedBy(DAY) + DAYS_IN_ADDITION;
  return writtenPerDay(demand)
    .plus(ALLOCATED_PER_CHUNK.scaled(chunksPerDay(demand)))
    .scaled(days);
}

/** Ending the requests under way, before the flush. */
export const STOP = Duration.seconds(30);

/** How long a stopping Loki takes to write out the chunks of so many streams, in whole seconds. */
export function flushTime(streams: number): Duration {
  return Duration.seconds(FLUSH_OF_FULL.plus(FLUSH_PER_STREAM.times(streams)).toSeconds());
}
