import { type ByteSize, Duration } from "../units";
import {
  FLUSH_OF_FULL,
  FLUSH_PER_STREAM,
  REPLAY_PER_COMPRESSED_MEBIBYTE,
  REPLAY_PER_HEAD_MEBIBYTE,
  REPLAY_PER_SEGMENT_MEBIBYTE,
  REPLAY_PER_STREAM,
} from "./constants";
import type { Demand } from "./demand";
import { residentStreams } from "./streams";
import { unflushedText } from "./text";
import { textInSegments } from "./write-ahead-log";

/** How long a stopping Loki takes to write out the chunks of so many streams, in whole seconds. */
export function flushTime(streams: number): Duration {
  return Duration.seconds(FLUSH_OF_FULL.plus(FLUSH_PER_STREAM.times(streams)).toSeconds());
}

/** How long a Loki that was killed takes to read its log, in whole seconds. */
export function replayTime(demand: Demand): Duration {
  const { head, compressed } = unflushedText(demand);
  const { load, nodes, chunkIdlePeriod } = demand;
  const milliseconds =
    REPLAY_PER_STREAM * residentStreams(load, nodes, chunkIdlePeriod) +
    REPLAY_PER_HEAD_MEBIBYTE * mebibytes(head) +
    REPLAY_PER_COMPRESSED_MEBIBYTE * mebibytes(compressed.scaled(load.compression)) +
    REPLAY_PER_SEGMENT_MEBIBYTE * mebibytes(textInSegments(demand));
  return Duration.seconds(Math.ceil(milliseconds / 1_000));
}

function mebibytes(size: ByteSize): number {
  return size.toBytes() / 2 ** 20;
}
