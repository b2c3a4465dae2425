import { ByteSize } from "../units";
import {
  BASE_HEAP,
  GO_BASE,
  GO_OVERHEAD,
  HEAP_FOR_BUFFERS,
  HEAP_PER_COMPRESSED_BYTE,
  HEAP_PER_HEAD_BYTE,
  HEAP_PER_PATTERN,
  HEAP_PER_PATTERN_HOUR,
  HEAP_PER_PATTERN_STREAM,
  HEAP_PER_STREAM,
  PATTERNS_KEPT,
  PATTERNS_OF_ENDED,
  PATTERNS_OF_LASTING,
} from "./constants";
import type { Demand } from "./demand";
import { endedStreams, lastingStreams, residentStreams } from "./streams";
import { unflushedText } from "./text";

/** What is live on the heap: less than this, and Go can only collect. */
export function liveHeap(demand: Demand): ByteSize {
  const { load, nodes, chunkIdlePeriod, patterns } = demand;
  const { head, compressed } = unflushedText(demand);
  return BASE_HEAP.plus(HEAP_PER_STREAM.scaled(residentStreams(load, nodes, chunkIdlePeriod)))
    .plus(head.scaled(HEAP_PER_HEAD_BYTE))
    .plus(compressed.scaled(HEAP_PER_COMPRESSED_BYTE))
    .plus(HEAP_FOR_BUFFERS)
    .plus(patterns ? patternHeap(demand) : ByteSize.bytes(0));
}

/** What the pattern ingester holds of the streams that have written within the time that it keeps them. */
export function patternHeap({ load, nodes }: Demand): ByteSize {
  const lasting = lastingStreams(load, nodes);
  const ended = endedStreams(load, PATTERNS_KEPT);
  const hours = PATTERNS_KEPT.toHours();
  return HEAP_PER_PATTERN_STREAM.scaled(lasting + ended)
    .plus(HEAP_PER_PATTERN.plus(HEAP_PER_PATTERN_HOUR.scaled(hours)).scaled(lasting * PATTERNS_OF_LASTING))
    .plus(HEAP_PER_PATTERN.plus(HEAP_PER_PATTERN_HOUR).scaled(ended * PATTERNS_OF_ENDED));
}

/** What the process holds: Go lets the heap grow before it collects, up to its own limit. */
export function residentMemory(live: ByteSize, goMemoryLimit: ByteSize): ByteSize {
  const grown = live.scaled(GO_OVERHEAD).plus(GO_BASE);
  if (!grown.isLargerThan(goMemoryLimit)) return grown;
  return live.isLargerThan(goMemoryLimit) ? live : goMemoryLimit;
}
