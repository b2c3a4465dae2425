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
  PATTERN_RETENTION,
  PATTERNS_PER_ENDED_STREAM,
  PATTERNS_PER_LONG_LIVED_STREAM,
} from "./constants";
import { type Demand, endedStreams, longLivedStreams, streamsInMemory, unflushedText } from "./demand";

/** The contents of Loki's heap. */
export interface HeapContents {
  readonly streams: number;
  /** The text in head blocks. */
  readonly head: ByteSize;
  /** The size of the compressed blocks. */
  readonly compressed: ByteSize;
  /** The streams of the pattern ingester, their patterns, and the sum of the hours of each pattern. */
  readonly patternStreams: number;
  readonly patterns: number;
  readonly patternHours: number;
}

/** Returns the live heap of the contents. */
export function heapOf({ streams, head, compressed, ...known }: HeapContents): ByteSize {
  return BASE_HEAP.plus(HEAP_PER_STREAM.scaled(streams))
    .plus(head.scaled(HEAP_PER_HEAD_BYTE))
    .plus(compressed.scaled(HEAP_PER_COMPRESSED_BYTE))
    .plus(HEAP_PER_PATTERN_STREAM.scaled(known.patternStreams))
    .plus(HEAP_PER_PATTERN.scaled(known.patterns))
    .plus(HEAP_PER_PATTERN_HOUR.scaled(known.patternHours));
}

/** Returns the live heap of a load. With a lower GOMEMLIMIT, Go would collect garbage all the time. */
export function liveHeap(demand: Demand): ByteSize {
  const { head, compressed } = unflushedText(demand);
  const contents = { streams: streamsInMemory(demand), head, compressed: compressed.plus(retained(demand)) };
  return heapOf({ ...contents, ...(demand.patterns ? patternsOf(demand) : NO_PATTERNS) }).plus(HEAP_FOR_BUFFERS);
}

/** Returns the pattern ingester's part of the live heap. */
export function patternHeap(demand: Demand): ByteSize {
  const nothing = { streams: 0, head: ByteSize.bytes(0), compressed: ByteSize.bytes(0) };
  return demand.patterns ? heapOf({ ...nothing, ...patternsOf(demand) }).minus(BASE_HEAP) : ByteSize.bytes(0);
}

const NO_PATTERNS = { patternStreams: 0, patterns: 0, patternHours: 0 };

/** Counts streams with lines within the pattern retention. A stream has at most as many patterns as lines. */
function patternsOf({ load, nodes }: Demand) {
  const longLived = longLivedStreams(load, nodes);
  const ended = endedStreams(load, PATTERN_RETENTION);
  const lines = load.bytesPerDay.scaled(PATTERN_RETENTION.toHours() / 24).dividedBy(BYTES_PER_LINE) / longLived;
  const ofLongLived = longLived * Math.min(PATTERNS_PER_LONG_LIVED_STREAM, lines);
  const ofEnded = ended * PATTERNS_PER_ENDED_STREAM;
  return {
    patternStreams: longLived + ended,
    patterns: ofLongLived + ofEnded,
    patternHours: ofLongLived * PATTERN_RETENTION.toHours() + ofEnded,
  };
}

/** Returns the size of the flushed chunks that stay in memory for queries. */
function retained({ load, chunkRetainPeriod }: Demand): ByteSize {
  const days = Math.min(1, chunkRetainPeriod.toHours() / 24);
  return load.bytesPerDay.scaled(days / load.compression);
}

/** Returns the resident memory: Go lets the heap grow before it collects garbage, up to GOMEMLIMIT. */
export function residentMemory(live: ByteSize, goMemoryLimit: ByteSize): ByteSize {
  const grown = live.scaled(GO_OVERHEAD).plus(GO_BASE);
  if (!grown.isLargerThan(goMemoryLimit)) return grown;
  return live.isLargerThan(goMemoryLimit) ? live : goMemoryLimit;
}
