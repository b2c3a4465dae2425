import { ByteSize } from "../../../src/units";
import type { Texts } from "../../alerting/rule-fixture";
import { type LokiApi, nanoseconds, type PushedStream } from "../loki-api";
import { bytesOf, type Load } from "./load";
import { textOf } from "./text";

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
