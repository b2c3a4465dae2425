import { accessLog } from "./access-log";
import { java } from "./java";
import { jsonLines } from "./json-lines";
import { klog } from "./klog";
import { Random } from "./random";
import type { Shape } from "./shape";

export const SHAPES: readonly [Shape, ...Shape[]] = [accessLog, klog, jsonLines, java];

const SAMPLES = 2_000;

/** How many bytes an event of a shape has on the average. */
export function bytesPerEvent(shape: Shape): number {
  const random = new Random(SAMPLES);
  let bytes = 0;
  for (let index = 0; index < SAMPLES; index += 1) bytes += shape(random, index).join("").length;
  return bytes / SAMPLES;
}
