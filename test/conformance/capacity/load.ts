import { gzipSync } from "node:zlib";
import { BLOCK } from "../../../src/capacity/constants";
import { ByteSize } from "../../../src/units";
import { Random, SHAPES, type Shape } from "../../components/log-text";
import { type LokiApi, nanoseconds, type PushedStream } from "../../components/loki-api";
import type { Texts } from "../../helpers/rule-fixture";

/** What Loki is given: so many streams, of so many bytes of text on the average. */
export interface Load {
  readonly streams: number;
  /** Zero where each stream has one line. */
  readonly bytesPerStream: number;
  readonly patterns: boolean;
}

/**
 * The bytes of a stream. They differ, from next to nothing to twice the average, so that the blocks that streams are
 * filling are half full on the average, as the model takes them to be.
 */
export function bytesOf({ streams, bytesPerStream }: Load, stream: number): number {
  return (2 * bytesPerStream * (stream + 0.5)) / streams;
}

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

/** Less than an hour, so that Loki holds each pattern for one hour and no second. */
const SPAN_MS = 50 * 60_000;

/** Bytes of text in a request, about. */
const REQUEST = 2 ** 20;
const LINE = 200;

/** Writes a load's streams one after the other, as lines of the last hour. @returns how much text that is */
export async function write(load: Load, api: LokiApi): Promise<ByteSize> {
  const start = Date.now() - SPAN_MS;
  const atOnce = Math.ceil(REQUEST / Math.max(load.bytesPerStream, LINE));
  let bytes = 0;
  for (let first = 0; first < load.streams; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, load.streams - first) }, (_, index) => first + index);
    const texts = numbers.map((stream) => ({ stream, lines: textOf(stream, bytesOf(load, stream)) }));
    await api.push(texts.map(({ stream, lines }) => ({ labels: labelsOf(stream), entries: timed(lines, start) })));
    bytes += texts.reduce((sum, { lines }) => sum + lines.join("").length, 0);
  }
  return ByteSize.bytes(bytes);
}

/** Lines at even times, each with the metadata that agents give a pod's lines. */
function timed(lines: readonly string[], start: number): PushedStream["entries"] {
  const first = nanoseconds(start);
  const step = Math.floor((SPAN_MS * 1_000_000) / lines.length);
  return lines.map((line, index) => [`${first + BigInt(index * step)}`, line, { stream: "stdout" }] as const);
}

/** The labels of a pod's container, as the agents give them. */
function labelsOf(stream: number): Texts {
  const app = `app-${stream % 8}`;
  const pod = `${app}-${stream.toString(16).padStart(9, "0")}-abcde`;
  return { namespace: `namespace-${stream % 6}`, pod, container: app, app, node: `node-${stream % 20}` };
}
