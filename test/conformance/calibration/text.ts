import { gzipSync } from "node:zlib";
import { BLOCK } from "../../../src/capacity/constants";
import { Random } from "../text/random";
import type { Shape } from "../text/shape";
import { SHAPES } from "../text/shapes";

/** Text of each shape: far more than what gzip refers back to, so that text that begins anew is new to it. */
const BYTES = 2 ** 20;

const BETWEEN_EVENTS_MS = 1_400;

/** No two streams of a shape begin with the same line. */
const BETWEEN_STREAMS = 31;

const START = Date.UTC(2026, 0, 1);

/** Lines of each shape, the same in every run. */
const LINES: readonly (readonly string[])[] = SHAPES.map((shape, index) => linesOf(shape, new Random(index + 1)));

/** A stream's lines, all of one shape: as many as have so many bytes, and one at least. */
export function textOf(stream: number, bytes: number): readonly string[] {
  const shape = LINES[stream % LINES.length] ?? [];
  const lines: string[] = [];
  let left = bytes;
  for (let at = BETWEEN_STREAMS * stream; left > 0 || lines.length === 0; at += 1) {
    const line = shape[at % shape.length] ?? "";
    lines.push(line);
    left -= line.length;
  }
  return lines;
}

/** How many times smaller the text gets, with each line's nanoseconds beside it, as they are in Loki's blocks. */
export function compression(): number {
  const blocks = LINES.map((_, shape) => textOf(shape, BLOCK.toBytes()));
  const text = blocks.flat().join("").length;
  return text / blocks.reduce((sum, lines) => sum + gzipSync(withTimes(lines)).length, 0);
}

function withTimes(lines: readonly string[]): Buffer {
  const random = new Random(lines.length);
  return Buffer.concat(lines.flatMap((line) => [nanosecondsOf(random), Buffer.from(line)]));
}

function nanosecondsOf(random: Random): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(START) * 1_000_000n + BigInt(random.below(1e9)));
  return bytes;
}

function linesOf(shape: Shape, random: Random): readonly string[] {
  const lines: string[] = [];
  let time = START;
  for (let bytes = 0; bytes < BYTES; ) {
    time += random.below(BETWEEN_EVENTS_MS);
    const event = shape(random, time);
    lines.push(...event);
    bytes += event.join("").length;
  }
  return lines;
}
