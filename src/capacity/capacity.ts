import type { ByteSize, Duration } from "../units";
import { type Demand, streamsInMemory } from "./demand";
import { flushTime } from "./flush-time";
import { liveHeap, patternHeap, residentMemory } from "./memory";
import { replayTime } from "./replay-time";
import { residentStreams } from "./streams";
import { unflushedText } from "./text";
import { chunksPerDay, volumeUse, writtenPerDay } from "./volume";
import { checkpointSize, logSize } from "./write-ahead-log";

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
