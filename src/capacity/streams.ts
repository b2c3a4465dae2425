import type { LoadModel } from "../cluster/model";
import type { ByteSize, Duration } from "../units";
import { STREAM_SIZE } from "./constants";

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
