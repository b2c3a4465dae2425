import { heapOf } from "../../src/capacity/memory";
import { checkpointOf } from "../../src/capacity/write-ahead-log";
import { ByteSize } from "../../src/units";

/**
 * Runs of Loki 3.7.8, in MiB (docs/decisions/0008): its contents (from its own metrics), its heap and its checkpoint.
 * The compressed text is 0.2737 of the cut text. The patterns are those that Loki had detected.
 */
const RUNS = [
  { run: "nothing", streams: 0, head: 0, cut: 0, patterns: 0, hours: 0, heap: 34.3, checkpoint: null },
  {
    run: "idle streams without patterns",
    streams: 10_000,
    head: 2,
    cut: 0,
    patterns: null,
    hours: 0,
    heap: 67,
    checkpoint: 7.69,
  },
  { run: "idle streams", streams: 20_000, head: 4, cut: 0, patterns: 17_993, hours: 1, heap: 795, checkpoint: 15.3 },
  { run: "a little text", streams: 500, head: 50, cut: 0, patterns: 19_951, hours: 1.5, heap: 410, checkpoint: 54.6 },
  {
    run: "much text in few streams",
    streams: 500,
    head: 23.5,
    cut: 576.5,
    patterns: 33_489,
    hours: 1.835,
    heap: 814,
    checkpoint: 184,
  },
  {
    run: "much text in few streams, without patterns",
    streams: 500,
    head: 23.5,
    cut: 576.5,
    patterns: null,
    hours: 0,
    heap: 320,
    checkpoint: 184,
  },
  {
    run: "text in many streams",
    streams: 5_000,
    head: 200,
    cut: 0,
    patterns: 146_626,
    hours: 1.4,
    heap: 2_447,
    checkpoint: 220,
  },
  {
    run: "text in many streams, without patterns",
    streams: 5_000,
    head: 200,
    cut: 0,
    patterns: null,
    hours: 0,
    heap: 432,
    checkpoint: 220,
  },
  {
    run: "much text in many streams",
    streams: 5_000,
    head: 600,
    cut: 0,
    patterns: null,
    hours: 0,
    heap: 1_184,
    checkpoint: 654,
  },
  {
    run: "streams of every size",
    streams: 3_000,
    head: 119,
    cut: 136,
    patterns: null,
    hours: 0,
    heap: 335,
    checkpoint: 169,
  },
];

const MIB = 2 ** 20;
const COMPRESSED = 0.2737;

function contents({ streams, head, cut, patterns, hours }: (typeof RUNS)[number]) {
  return {
    ...{ streams, head: ByteSize.bytes(head * MIB), compressed: ByteSize.bytes(Math.round(cut * COMPRESSED * MIB)) },
    ...{
      patternStreams: patterns === null ? 0 : streams,
      patterns: patterns ?? 0,
      patternHours: (patterns ?? 0) * hours,
    },
  };
}

/** Returns the relative error of a prediction. */
function relativeError(predicted: ByteSize, measured: number): number {
  return Math.abs(predicted.toBytes() / MIB / measured - 1);
}

test.each(RUNS)("predicts the heap within 25 %: $run", (run) => {
  expect(relativeError(heapOf(contents(run)), run.heap)).toBeLessThan(0.25);
});

test.each(RUNS.filter(({ checkpoint }) => checkpoint !== null))("predicts the checkpoint within 25 %: $run", (run) => {
  expect(relativeError(checkpointOf(contents(run)), run.checkpoint ?? 0)).toBeLessThan(0.25);
});
