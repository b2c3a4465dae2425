import { type ByteSize, Duration } from "../units";
import {
  CHECKPOINT_PER_HEAD_BYTE,
  CHECKPOINT_PER_STREAM,
  CHECKPOINT_PERIOD,
  INGESTION_BURST,
  INGESTION_RATE,
  REPLAY_PER_COMPRESSED_MEBIBYTE,
  REPLAY_PER_HEAD_MEBIBYTE,
  REPLAY_PER_SEGMENT_MEBIBYTE,
  REPLAY_PER_STREAM,
  SEGMENT_PER_BYTE,
  SEGMENT_PERIODS,
  WAL_USAGE_CHECK_PERIOD,
} from "./constants";
import { type Demand, streamsInMemory, unflushedText } from "./demand";
import type { HeapContents } from "./memory";

const DAY = Duration.hours(24);

/** Returns the size of a checkpoint of these contents. */
export function checkpointOf({
  streams,
  head,
  compressed,
}: Pick<HeapContents, "streams" | "head" | "compressed">): ByteSize {
  return CHECKPOINT_PER_STREAM.scaled(streams).plus(head.scaled(CHECKPOINT_PER_HEAD_BYTE)).plus(compressed);
}

/** Returns the size of a checkpoint under a load. A checkpoint contains everything in memory. */
export function checkpointSize(demand: Demand): ByteSize {
  const { head, compressed } = unflushedText(demand);
  return checkpointOf({ streams: streamsInMemory(demand), head, compressed });
}

/** Returns the maximum text written since the start of the last complete checkpoint. */
function textInSegments({ load }: Demand): ByteSize {
  return load.bytesPerDay.scaled(SEGMENT_PERIODS * CHECKPOINT_PERIOD.dividedBy(DAY));
}

/** Returns the peak size of the WAL: the old checkpoint, the new one in progress, and the segments since. */
export function logSize(demand: Demand): ByteSize {
  return checkpointSize(demand).scaled(2).plus(textInSegments(demand).scaled(SEGMENT_PER_BYTE));
}

/**
 * The fraction of the tmpfs that the WAL may fill. A checkpoint has the contents of the WAL, so it fits beside a WAL of
 * half the tmpfs. Two percent are reserved for streams of one short line, which are larger in a checkpoint than in a
 * segment.
 */
const MAX_SHARE = 0.48;

/** The maximum size of the segments that Loki can write before it checks the disk usage of its WAL. */
const UNCHECKED = INGESTION_RATE.scaled(WAL_USAGE_CHECK_PERIOD.toSeconds())
  .plus(INGESTION_BURST)
  .scaled(SEGMENT_PER_BYTE);

/**
 * Returns the fraction of the tmpfs, in whole percent, above which Loki must reject lines (disk_full_threshold). It is
 * negative if the tmpfs is too small. With a higher threshold, a full WAL stays full: a checkpoint would free space, but
 * Loki first starts a new segment, and neither fits.
 * @see docs/decisions/0011-full-wal-leaves-room-for-checkpoint.md
 */
export function fullThreshold(tmpfs: ByteSize): number {
  return Math.floor((MAX_SHARE - UNCHECKED.dividedBy(tmpfs)) * 100) / 100;
}

/** Returns the minimum tmpfs for the peak size of a WAL, in whole mebibytes. */
export function tmpfsFor(log: ByteSize): ByteSize {
  const roundedDown = MAX_SHARE - 0.01;
  return log
    .plus(UNCHECKED)
    .scaled(1 / roundedDown)
    .inMebibytes();
}

/** Returns the minimum tmpfs with this usable fraction, in whole mebibytes. */
export function minimumTmpfs(share: number): ByteSize {
  return UNCHECKED.scaled(1 / (MAX_SHARE - share)).inMebibytes();
}

/** Returns the time to replay the WAL after a kill, in whole seconds. */
export function replayTime(demand: Demand): Duration {
  const { head, compressed } = unflushedText(demand);
  const milliseconds =
    REPLAY_PER_STREAM * streamsInMemory(demand) +
    REPLAY_PER_HEAD_MEBIBYTE * mebibytes(head) +
    REPLAY_PER_COMPRESSED_MEBIBYTE * mebibytes(compressed.scaled(demand.load.compression)) +
    REPLAY_PER_SEGMENT_MEBIBYTE * mebibytes(textInSegments(demand));
  return Duration.seconds(Math.ceil(milliseconds / 1_000));
}

function mebibytes(size: ByteSize): number {
  return size.toBytes() / 2 ** 20;
}
