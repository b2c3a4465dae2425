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

/** How many streams a stopping Loki has to flush: never more than it lets in. */
export function streamsToFlush({ load, cluster, loki }: Model): number {
  return Math.min(residentStreams(load, cluster.nodes, loki.ingester.chunkIdlePeriod), loki.limits.maxStreams);
}

/** What one Loki needs for a load, at the peak: a chunk age after a start, when every chunk has the same age. */
export interface Capacity {
  readonly streams: number;
  /** Text that is in memory and not yet on the volume. */
  readonly unflushed: ByteSize;
  /** What is live on the heap. */
  readonly live: ByteSize;
  /** Of it what the pattern ingester holds. */
  readonly patterns: ByteSize;
  /** What the process holds, the tmpfs not included. */
  readonly process: ByteSize;
  readonly checkpoint: ByteSize;
  /** The write-ahead log in the tmpfs while a checkpoint is written. */
  readonly wal: ByteSize;
  /** What the pod uses: the process and the tmpfs. */
  readonly memory: ByteSize;
  /** What the volume holds when retention has begun to delete. */
  readonly disk: ByteSize;
  readonly writtenPerDay: ByteSize;
  readonly chunksPerDay: number;
  readonly flush: Duration;
  readonly replay: Duration;
}

/** What a load costs. */
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
