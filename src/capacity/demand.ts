import type { LoadModel } from "../cluster/model";
import { type ByteSize, Duration } from "../units";
import { HEAD_BLOCK, HEAP_PER_IDLE_STREAM, TEXT_PER_ENDED_STREAM } from "./constants";

/** A load, and the settings that determine its resource usage. */
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

/** Streams per pod, one for each container that writes. Assumed: every third pod has a second one. */
const STREAMS_PER_POD = 1.3;

/** Streams of a node's journal: one for each service and transport. Assumed. */
const STREAMS_PER_NODE = 60;

/** Returns the number of streams that receive lines all day: those of running pods and of nodes. */
export function longLivedStreams({ pods }: Pick<LoadModel, "pods">, nodes: number): number {
  return pods * STREAMS_PER_POD + nodes * STREAMS_PER_NODE;
}

/** Returns the number of streams whose pods ended within the period. */
export function endedStreams({ podStartsPerDay }: Pick<LoadModel, "podStartsPerDay">, within: Duration): number {
  return ((podStartsPerDay * within.toHours()) / 24) * STREAMS_PER_POD;
}

/**
 * Returns the number of streams with an unflushed chunk in Loki's memory. The streams of an ended pod stay there for
 * the idle period, so pod churn adds to the streams of running pods.
 */
export function residentStreams(
  load: Pick<LoadModel, "pods" | "podStartsPerDay">,
  nodes: number,
  chunkIdlePeriod: Duration,
): number {
  return Math.ceil(longLivedStreams(load, nodes) + endedStreams(load, chunkIdlePeriod));
}

/** Returns the number of streams with a chunk in memory, flushed or not. */
export function streamsInMemory({ load, nodes, chunkIdlePeriod, chunkRetainPeriod }: Demand): number {
  return residentStreams(load, nodes, chunkIdlePeriod.plus(chunkRetainPeriod));
}

/** The fraction of the heap that nearly idle streams may fill. */
const STREAMS_SHARE = 0.25;

/**
 * Returns the stream limit, which protects memory and doesn't depend on the declared load. At the limit, Loki responds
 * with 429, as at its byte limit. An agent can't tell the two apart, so it blocks the lines of all pods on its node.
 * @see docs/decisions/0007-stream-limit-protects-memory.md
 */
export function streamsThatFit(heap: ByteSize): number {
  return Math.floor((heap.toBytes() * STREAMS_SHARE) / HEAP_PER_IDLE_STREAM.toBytes());
}

/** The fraction of the stream limit that is reserved at most. */
const MAX_RESERVED_SHARE = 0.2;

/**
 * Returns the streams that are reserved for the nodes' journals and for events, twice as many as expected. However many
 * streams pods open, the kernel's lines of a new node are accepted.
 */
export function reservedStreams(nodes: number, maxStreams: number): number {
  return Math.floor(Math.min(2 * nodes * STREAMS_PER_NODE, maxStreams * MAX_RESERVED_SHARE));
}

/** The maximum text in Loki's memory that isn't on the volume yet, one chunk age after a start. */
export interface UnflushedText {
  readonly all: ByteSize;
  /** The uncompressed text in head blocks. */
  readonly head: ByteSize;
  /** The compressed size of the rest. */
  readonly compressed: ByteSize;
}

const DAY = Duration.hours(24);

/**
 * Returns the unflushed text. After a start, all chunks have the same age, so Loki holds all their text until the
 * maximum chunk age. Long-lived streams write most of it, evenly; a short-lived pod writes little.
 */
export function unflushedText(demand: Demand): UnflushedText {
  const { load, nodes, chunkIdlePeriod } = demand;
  const all = textByAge(demand);
  const ended = TEXT_PER_ENDED_STREAM.scaled(endedStreams(load, chunkIdlePeriod)).orLess(all);
  const longLived = longLivedStreams(load, nodes);
  const head = ended.plus(HEAD_BLOCK.scaled(longLived / 2).orLess(all.minus(ended)));
  return { all, head, compressed: all.minus(head).scaled(1 / load.compression) };
}

/** A full chunk is flushed before it reaches its maximum age. */
function textByAge({ load, nodes, maxChunkAge, chunkIdlePeriod, chunkTargetSize }: Demand): ByteSize {
  const byFullness = chunkTargetSize.scaled(load.compression * residentStreams(load, nodes, chunkIdlePeriod));
  return load.bytesPerDay.scaled(maxChunkAge.dividedBy(DAY)).orLess(byFullness);
}
