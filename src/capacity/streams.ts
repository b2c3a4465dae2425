import type { LoadModel } from "../cluster/model";
import type { Duration } from "../units";

/**
 * How many streams one pod opens: one for each container that writes, init containers and sidecars included.
 * A cluster of some 470 pods had 1.3 containers to a pod.
 */
const STREAMS_PER_POD = 1.3;

/** Streams of a node's journal: its services, once for each transport that carries them. */
const STREAMS_PER_NODE = 60;

/**
 * How many streams are in Loki's memory at a time.
 * A pod that has ended keeps its streams for the idle period, so churn counts beside what runs.
 */
export function residentStreams(load: LoadModel, nodes: number, chunkIdlePeriod: Duration): number {
  const endedPods = (load.podStartsPerDay * chunkIdlePeriod.toHours()) / 24;
  return Math.ceil((load.pods + endedPods) * STREAMS_PER_POD + nodes * STREAMS_PER_NODE);
}
