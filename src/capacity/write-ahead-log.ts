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
  WAL_LOOK_PERIOD,
} from "./constants";
import { type Demand, streamsInMemory, unflushedText } from "./demand";
import type { HeapContents } from "./memory";

const DAY = Duration.hours(24);

/** One checkpoint of a Loki that holds so much. */
export function checkpointOf({
  streams,
  head,
  compressed,
}: Pick<HeapContents, "streams" | "head" | "compressed">): ByteSize {
  return CHECKPOINT_PER_STREAM.scaled(streams).plus(head.scaled(CHECKPOINT_PER_HEAD_BYTE)).plus(compressed);
}

/** One checkpoint for a load: everything that is in memory. */
export function checkpointSize(demand: Demand): ByteSize {
  const { head, compressed } = unflushedText(demand);
  return checkpointOf({ streams: streamsInMemory(demand), head, compressed });
}

/** The text that has come in since the last complete checkpoint was begun, at most. */
export function textInSegments({ load }: Demand): ByteSize {
  return load.bytesPerDay.scaled(SEGMENT_PERIODS * CHECKPOINT_PERIOD.dividedBy(DAY));
}

/** The log at its peak: the old checkpoint, the new one that is being written, and the segments since. */
export function logSize(demand: Demand): ByteSize {
  return checkpointSize(demand).scaled(2).plus(textInSegments(demand).scaled(SEGMENT_PER_BYTE));
}

/**
 * Beside a log of half the size there is room for a checkpoint, which holds what the log does, and little more: two in a
 * hundred are for streams of one short line, which are larger in a checkpoint than in a segment.
 */
const HALF = 0.48;

/** What may come in until Loki sees how full its log is. */
const UNSEEN = INGESTION_RATE.scaled(WAL_LOOK_PERIOD.toSeconds()).plus(INGESTION_BURST).scaled(SEGMENT_PER_BYTE);

/**
 * The share of its tmpfs, in whole percent, above which Loki has to refuse lines (disk_full_threshold); below zero where
 * the tmpfs is too small for any. Refused later, the log stays full: to write the checkpoint that makes room Loki begins a
 * new segment, and neither fits any more.
 * @see docs/decisions/0011-a-full-log-leaves-room-for-a-checkpoint.md
 */
export function fullThreshold(tmpfs: ByteSize): number {
  return Math.floor((HALF - UNSEEN.dividedBy(tmpfs)) * 100) / 100;
}

/** The least tmpfs for a log that is so large at its peak, in whole mebibytes. */
export function tmpfsFor(log: ByteSize): ByteSize {
  const ofWholePercent = HALF - 0.01;
  return log
    .plus(UNSEEN)
    .scaled(1 / ofWholePercent)
    .inMebibytes();
}

/** The least tmpfs of which such a share may be used, in whole mebibytes. */
export function leastTmpfs(share: number): ByteSize {
  return UNSEEN.scaled(1 / (HALF - share)).inMebibytes();
}

/** How long a Loki that was killed takes to read its log, in whole seconds. */
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
