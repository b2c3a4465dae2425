import { ByteSize } from "../units";
import {
  BASE_HEAP,
  BYTES_PER_LINE,
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
import { type Demand, endedStreams, lastingStreams, streamsInMemory, unflushedText } from "./demand";

/** What Loki holds, counted. */
export interface HeapContents {
  readonly streams: number;
  /** Text that is not compressed yet. */
  readonly head: ByteSize;
  /** What the rest is compressed to. */
  readonly compressed: ByteSize;
  /** Streams that the pattern ingester knows, their patterns, and the hours for which it holds each. */
  readonly patternStreams: number;
  readonly patterns: number;
  readonly patternHours: number;
}

/** The live heap of a Loki that holds so much. */
export function heapOf({ streams, head, compressed, ...known }: HeapContents): ByteSize {
  return BASE_HEAP.plus(HEAP_PER_STREAM.scaled(streams))
    .plus(head.scaled(HEAP_PER_HEAD_BYTE))
    .plus(compressed.scaled(HEAP_PER_COMPRESSED_BYTE))
    .plus(HEAP_PER_PATTERN_STREAM.scaled(known.patternStreams))
    .plus(HEAP_PER_PATTERN.scaled(known.patterns))
    .plus(HEAP_PER_PATTERN_HOUR.scaled(known.patternHours));
}

/** What is live on the heap for a load: less than this, and Go can only collect. */
export function liveHeap(demand: Demand): ByteSize {
  const { head, compressed } = unflushedText(demand);
  const contents = { streams: streamsInMemory(demand), head, compressed: compressed.plus(retained(demand)) };
  return heapOf({ ...contents, ...(demand.patterns ? patternsOf(demand) : NO_PATTERNS) }).plus(HEAP_FOR_BUFFERS);
}

/** Of the live heap, what the pattern ingester holds. */
export function patternHeap(demand: Demand): ByteSize {
  const nothing = { streams: 0, head: ByteSize.bytes(0), compressed: ByteSize.bytes(0) };
  return demand.patterns ? heapOf({ ...nothing, ...patternsOf(demand) }).minus(BASE_HEAP) : ByteSize.bytes(0);
}

const NO_PATTERNS = { patternStreams: 0, patterns: 0, patternHours: 0 };

/** The streams that have written within the time that it keeps them; none has more patterns than lines. */
function patternsOf({ load, nodes }: Demand) {
  const lasting = lastingStreams(load, nodes);
  const ended = endedStreams(load, PATTERNS_KEPT);
  const lines = load.bytesPerDay.scaled(PATTERNS_KEPT.toHours() / 24).dividedBy(BYTES_PER_LINE) / lasting;
  const ofLasting = lasting * Math.min(PATTERNS_OF_LASTING, lines);
  const ofEnded = ended * PATTERNS_OF_ENDED;
  return {
    patternStreams: lasting + ended,
    patterns: ofLasting + ofEnded,
    patternHours: ofLasting * PATTERNS_KEPT.toHours() + ofEnded,
  };
}

/** Chunks that have been flushed and still answer queries from memory. */
function retained({ load, chunkRetainPeriod }: Demand): ByteSize {
  const days = Math.min(1, chunkRetainPeriod.toHours() / 24);
  return load.bytesPerDay.scaled(days / load.compression);
}

/** What the process holds: Go lets the heap grow before it collects, up to its own limit. */
export function residentMemory(live: ByteSize, goMemoryLimit: ByteSize): ByteSize {
  const grown = live.scaled(GO_OVERHEAD).plus(GO_BASE);
  if (!grown.isLargerThan(goMemoryLimit)) return grown;
  return live.isLargerThan(goMemoryLimit) ? live : goMemoryLimit;
}
