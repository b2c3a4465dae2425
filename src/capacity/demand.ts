import type { LoadModel } from "../cluster/model";
import type { Model } from "../model";
import type { ByteSize, Duration } from "../units";
import { residentStreams } from "./streams";

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

export function demandOf({ cluster, load, loki }: Model): Demand {
  const { ingester, retention, patterns, goMemoryLimit } = loki;
  return { nodes: cluster.nodes, load, ...ingester, retention, patterns, goMemoryLimit };
}

/** Every stream that has a chunk in memory, flushed or not. */
export function streamsInMemory({ load, nodes, chunkIdlePeriod, chunkRetainPeriod }: Demand): number {
  return residentStreams(load, nodes, chunkIdlePeriod.plus(chunkRetainPeriod));
}

/** How many streams a stopping Loki has to flush: never more than it lets in. */
export function streamsToFlush({ load, cluster, loki }: Model): number {
  return Math.min(residentStreams(load, cluster.nodes, loki.ingester.chunkIdlePeriod), loki.limits.maxStreams);
}
