import type { LoadModel } from "../cluster/model";
import { ByteSize, Duration } from "../units";

/** Streams of a pod, one for each container that writes. Assumed: every third pod has a second one. */
const STREAMS_PER_POD = 1.3;

/** Streams of a node's journal: its services, once for each transport that carries them. Assumed. */
const STREAMS_PER_NODE = 60;

/**
 * How many streams are in Loki's memory at a time.
 * A pod that has ended keeps its streams for the idle period, so churn counts beside what runs.
 */
export function residentStreams(load: LoadModel, nodes: number, chunkIdlePeriod: Duration): number {
  const endedPods = (load.podStartsPerDay * chunkIdlePeriod.toHours()) / 24;
  return Math.ceil((load.pods + endedPods) * STREAMS_PER_POD + nodes * STREAMS_PER_NODE);
}

/** The share of the heap that nearly idle streams may fill. */
const STREAMS_SHARE = 0.25;

/** Resident memory of a nearly idle stream, rounded: 169 MiB with none, 497 MiB with 20,000 (Loki 3.7.8). */
const STREAM_SIZE = ByteSize.kibibytes(16);

/**
 * The limit guards memory, not the declared load: at the limit Loki refuses a batch with the same answer as for too
 * many bytes, so an agent can't tell, and waits with all of its node's pods.
 * @see docs/decisions/0007-the-limit-of-streams-guards-memory.md
 */
export function streamsThatFit(heap: ByteSize): number {
  return Math.floor((heap.toBytes() * STREAMS_SHARE) / STREAM_SIZE.toBytes());
}

/**
 * The time that one stream's flush may take. On a local disk 20,000 took 15 s (0.75 ms each, Loki 3.7.8); each is a
 * file with its own fsync, and NFS is assumed to answer a fsync twenty times slower.
 */
const FLUSH_PER_STREAM = Duration.milliseconds(15);

/** How long a stopping Loki takes to write out the chunks of so many streams. */
export function flushTime(streams: number): Duration {
  return FLUSH_PER_STREAM.times(streams);
}
