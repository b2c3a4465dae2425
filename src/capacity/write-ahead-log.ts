import { type ByteSize, Duration } from "../units";
import {
  CHECKPOINT_PER_HEAD_BYTE,
  CHECKPOINT_PER_STREAM,
  CHECKPOINT_PERIOD,
  SEGMENT_PER_BYTE,
  SEGMENT_PERIODS,
} from "./constants";
import { type Demand, streamsInMemory } from "./demand";
import type { HeapContents } from "./memory";
import { unflushedText } from "./text";

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
