import { type ByteSize, Duration } from "../units";
import { BLOCK, TEXT_OF_ENDED } from "./constants";
import type { Demand } from "./demand";
import { endedStreams, lastingStreams, residentStreams } from "./streams";

/** The text that is in Loki's memory and not yet on the volume, at its peak: a chunk age after a start. */
export interface UnflushedText {
  /** All of it. */
  readonly all: ByteSize;
  /** Of it what is not compressed yet: the last block of each stream. */
  readonly head: ByteSize;
  /** What the rest is compressed to. */
  readonly compressed: ByteSize;
}

const DAY = Duration.hours(24);

/**
 * After a start every chunk has the same age, so that just before the chunk age is reached all of its text is held.
 * What lasts writes most of it, evenly; a pod that starts and ends writes little.
 */
export function unflushedText(demand: Demand): UnflushedText {
  const { load, nodes, chunkIdlePeriod } = demand;
  const all = textByAge(demand);
  const ended = smaller(TEXT_OF_ENDED.scaled(endedStreams(load, chunkIdlePeriod)), all);
  const lasting = lastingStreams(load, nodes);
  const head = ended.plus(smaller(BLOCK.scaled(lasting / 2), all.minus(ended)));
  return { all, head, compressed: all.minus(head).scaled(1 / load.compression) };
}

/** A chunk that is full goes earlier than one that is old. */
function textByAge({ load, nodes, maxChunkAge, chunkIdlePeriod, chunkTargetSize }: Demand): ByteSize {
  const byFullness = chunkTargetSize.scaled(load.compression * residentStreams(load, nodes, chunkIdlePeriod));
  return smaller(load.bytesPerDay.scaled(maxChunkAge.dividedBy(DAY)), byFullness);
}

function smaller(one: ByteSize, other: ByteSize): ByteSize {
  return one.isLargerThan(other) ? other : one;
}
