import { type ByteSize, Duration } from "../units";
import {
  CHECKPOINT_PER_HEAD_BYTE,
  CHECKPOINT_PER_STREAM,
  CHECKPOINT_PERIOD,
  SEGMENT_PER_BYTE,
  SEGMENT_PERIODS,
} from "./constants";
import type { Demand } from "./demand";
import { residentStreams } from "./streams";
import { unflushedText } from "./text";

const DAY = Duration.hours(24);

/** One checkpoint: everything that is in memory. */
export function checkpointSize(demand: Demand): ByteSize {
  const { load, nodes, chunkIdlePeriod } = demand;
  const { head, compressed } = unflushedText(demand);
  return CHECKPOINT_PER_STREAM.scaled(residentStreams(load, nodes, chunkIdlePeriod))
    .plus(head.scaled(CHECKPOINT_PER_HEAD_BYTE))
    .plus(compressed);
}

/** The text that has come in since the last complete checkpoint was begun, at most. */
export function textInSegments({ load }: Demand): ByteSize {
  return load.bytesPerDay.scaled(SEGMENT_PERIODS * CHECKPOINT_PERIOD.dividedBy(DAY));
}

/** The log at its peak: the old checkpoint, the new one that is being written, and the segments since. */
export function logSize(demand: Demand): ByteSize {
  return checkpointSize(demand).scaled(2).plus(textInSegments(demand).scaled(SEGMENT_PER_BYTE));
}
