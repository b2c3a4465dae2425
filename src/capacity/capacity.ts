import type { Model } from "../model";
import type { ByteSize, Duration } from "../units";
import { type Demand, residentStreams, streamsInMemory, unflushedText } from "./demand";
import { liveHeap, patternHeap, residentMemory } from "./memory";
import { chunksPerDay, flushTime, volumeUse, writtenPerDay } from "./volume";
import { checkpointSize, logSize, replayTime } from "./write-ahead-log";

export function demandOf({ cluster, load, loki }: Model): Demand {
  const { ingester, retention, patterns, goMemoryLimit } = loki;
  return { nodes: cluster.nodes, load, ...ingester, retention, patterns, goMemoryLimit };
}

/** Returns the number of streams that a stopping Loki flushes: at most the stream limit. */
export function streamsToFlush({ load, cluster, loki }: Model): number {
  return Math.min(residentStreams(load, cluster.nodes, loki.ingester.chunkIdlePeriod), loki.limits.maxStreams);
}

/** The resources that Loki needs at its peak, one chunk age after a start, when all chunks have the same age. */
export interface Capacity {
  readonly streams: number;
  /** The text in memory that isn't on the volume yet. */
  readonly unflushed: ByteSize;
  /** The live heap. */
  readonly live: ByteSize;
  /** The pattern ingester's part of the live heap. */
  readonly patterns: ByteSize;
  /** The resident memory of the process, without the tmpfs. */
  readonly process: ByteSize;
  readonly checkpoint: ByteSize;
  /** The size of the WAL while Loki writes a checkpoint. */
  readonly wal: ByteSize;
  /** The memory of the pod: the process and the tmpfs. */
  readonly memory: ByteSize;
  /** The usage of the volume once retention starts to delete. */
  readonly disk: ByteSize;
  readonly writtenPerDay: ByteSize;
  readonly chunksPerDay: number;
  readonly flush: Duration;
  readonly replay: Duration;
}

/** Returns the resources that a load needs. */
export function capacityOf(demand: Demand): Capacity {
  const streams = streamsInMemory(demand);
  const live = liveHeap(demand);
  const process = residentMemory(live, demand.goMemoryLimit);
  const wal = logSize(demand);
  return {
    ...{ streams, live, process, wal },
    unflushed: unflushedText(demand).all,
    patterns: patternHeap(demand),
    checkpoint: checkpointSize(demand),
    memory: process.plus(wal),
    disk: volumeUse(demand),
    writtenPerDay: writtenPerDay(demand),
    chunksPerDay: chunksPerDay(demand),
    flush: flushTime(residentStreams(demand.load, demand.nodes, demand.chunkIdlePeriod)),
    replay: replayTime(demand),
  };
}
