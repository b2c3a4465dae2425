import { type ByteSize, Duration } from "../units";
import {
  CHECKPOINT_PER_HEAD_BYTE,
  CHECKPOINT_PER_STREAM,
  CHECKPOINT_PERIOD,
  REPLAY_PER_COMPRESSED_MEBIBYTE,
  REPLAY_PER_HEAD_MEBIBYTE,
  REPLAY_PER_SEGMENT_MEBIBYTE,
  REPLAY_PER_STREAM,
  SEGMENT_PER_BYTE,
  SEGMENT_PERIODS,
} from "./constants";
import { type Demand, streamsInMemory, unflushedText } from "./demand";
import type { HeapContents } from "./memory";
import { flushTime } from "./volume";

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

/**
 * The replay of a full WAL may take this multiple of the measured time: the runs had two cores, and a container can have
 * a fraction of one.
 */
const REPLAY_MARGIN = 10;

/**
 * Returns the maximum time to start with a full WAL, in whole seconds. It depends on the size of the tmpfs and not on
 * the declared load, because a neighbour can fill the WAL. A replay above its memory ceiling also flushes every stream.
 */
export function longestReplay(tmpfs: ByteSize, streams: number): Duration {
  const milliseconds =
    REPLAY_PER_STREAM * streams + REPLAY_PER_SEGMENT_MEBIBYTE * mebibytes(tmpfs.scaled(1 / SEGMENT_PER_BYTE));
  return Duration.seconds(Math.ceil((REPLAY_MARGIN * milliseconds) / 1_000)).plus(flushTime(streams));
}

function mebibytes(size: ByteSize): number {
  return size.toBytes() / 2 ** 20;
}
