import { type ByteSize, Duration } from "../units";
import {
  REPLAY_PER_COMPRESSED_MEBIBYTE,
  REPLAY_PER_HEAD_MEBIBYTE,
  REPLAY_PER_SEGMENT_MEBIBYTE,
  REPLAY_PER_STREAM,
} from "./constants";
import { type Demand, streamsInMemory } from "./demand";
import { unflushedText } from "./text";
import { textInSegments } from "./write-ahead-log";

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
