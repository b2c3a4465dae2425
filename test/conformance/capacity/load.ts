import { gzipSync } from "node:zlib";
import type { Texts } from "../../../src/alerting/fixtures/fixture";
import { HEAD_BLOCK } from "../../../src/capacity/constants";
import { ByteSize } from "../../../src/units";
import { Random, SHAPES, type Shape } from "../../components/log-text";
import { type LokiApi, nanoseconds, type PushedStream } from "../../components/loki-api";

/** The load that a test writes to Loki. */
export interface Load {
  readonly streams: number;
  /** The average bytes of text per stream. Zero means one line per stream. */
  readonly bytesPerStream: number;
  readonly patterns: boolean;
}

/**
 * Returns the bytes of a stream: from almost nothing to twice the average. As a result, open blocks are half full on
 * average, as the model assumes.
 */
export function bytesOf({ streams, bytesPerStream }: Load, stream: number): number {
  return (2 * bytesPerStream * (stream + 0.5)) / streams;
}

/** The text per shape: far more than gzip's window, so gzip can't use repetitions. */
const BYTES = 2 ** 20;

const BETWEEN_EVENTS_MS = 1_400;

/** The offset between streams, so that streams of a shape begin with different lines. */
const BETWEEN_STREAMS = 31;

const START = Date.UTC(2026, 0, 1);

/** The lines of each shape, the same in every run. */
const LINES: readonly (readonly string[])[] = SHAPES.map((shape, index) => linesOf(shape, new Random(index + 1)));

/** Returns the lines of a stream, all of one shape, with this number of bytes: at least one line. */
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

/** Returns the compression ratio of the text. Loki's blocks also contain the time of each line. */
export function compression(): number {
  const blocks = LINES.map((_, shape) => textOf(shape, HEAD_BLOCK.toBytes()));
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

/** Less than an hour, so Loki holds each pattern for a single hour. */
const SPAN_MS = 50 * 60_000;

/** The approximate bytes of text per request. */
const REQUEST = 2 ** 20;
const LINE = 200;

/** Writes the streams of a load one after the other, with times of the last hour. @returns the amount of text */
export async function writeLoad(load: Load, api: LokiApi): Promise<ByteSize> {
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

/** Returns lines at regular times, with the structured metadata of the agents. */
function timed(lines: readonly string[], start: number): PushedStream["entries"] {
  const first = nanoseconds(start);
  const step = Math.floor((SPAN_MS * 1_000_000) / lines.length);
  return lines.map((line, index) => [`${first + BigInt(index * step)}`, line, { stream: "stdout" }] as const);
}

/** Returns the labels of a container, like those of the agents. */
function labelsOf(stream: number): Texts {
  const app = `app-${stream % 8}`;
  const pod = `${app}-${stream.toString(16).padStart(9, "0")}-abcde`;
  return { namespace: `namespace-${stream % 6}`, pod, container: app, app, node: `node-${stream % 20}` };
}
