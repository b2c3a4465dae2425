import type { LoadModel } from "../cluster/model";
import { type ByteSize, Duration } from "../units";
import { BLOCK, STREAM_SIZE, TEXT_OF_ENDED } from "./constants";

/** A load, and the settings that decide what it costs. */
export interface Demand {
  readonly nodes: number;
  readonly load: Omit<LoadModel, "declared">;
  readonly maxChunkAge: Duration;
  readonly chunkIdlePeriod: Duration;
  readonly chunkRetainPeriod: Duration;
  readonly chunkTargetSize: ByteSize;
  readonly retention: Duration;
  readonly patterns: boolean;
  readonly goMemoryLimit: ByteSize;
}

/** Every stream that has a chunk in memory, flushed or not. */
export function streamsInMemory({ load, nodes, chunkIdlePeriod, chunkRetainPeriod }: Demand): number {
  return residentStreams(load, nodes, chunkIdlePeriod.plus(chunkRetainPeriod));
}

/** Streams of a pod, one for each container that writes. Assumed: every third pod has a second one. */
const STREAMS_PER_POD = 1.3;

/** Streams of a node's journal: its services, once for each transport that carries them. Assumed. */
const STREAMS_PER_NODE = 60;

/** How many streams are written to all day: those of the pods that run at a time, and of the nodes. */
export function lastingStreams({ pods }: Pick<LoadModel, "pods">, nodes: number): number {
  return pods * STREAMS_PER_POD + nodes * STREAMS_PER_NODE;
}

/** How many streams of pods that have ended are left from the last so many hours. */
export function endedStreams({ podStartsPerDay }: Pick<LoadModel, "podStartsPerDay">, within: Duration): number {
  return ((podStartsPerDay * within.toHours()) / 24) * STREAMS_PER_POD;
}

/**
 * How many streams are in Loki's memory at a time.
 * A pod that has ended keeps its streams for the idle period, so churn counts beside what runs.
 */
export function residentStreams(
  load: Pick<LoadModel, "pods" | "podStartsPerDay">,
  nodes: number,
  chunkIdlePeriod: Duration,
): number {
  return Math.ceil(lastingStreams(load, nodes) + endedStreams(load, chunkIdlePeriod));
}

/** The share of the heap that nearly idle streams may fill. */
const STREAMS_SHARE = 0.25;

/**
 * The limit guards memory, not the declared load: at the limit Loki refuses a batch with the same answer as for too
 * many bytes, so an agent can't tell, and waits with all of its node's pods.
 * @see docs/decisions/0007-the-limit-of-streams-guards-memory.md
 */
export function streamsThatFit(heap: ByteSize): number {
  return Math.floor((heap.toBytes() * STREAMS_SHARE) / STREAM_SIZE.toBytes());
}

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
