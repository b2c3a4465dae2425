import { gzipSync } from "node:zlib";
import { bytesPerEvent, Random, SHAPES } from "./log-text";

/** Loki compresses blocks of this size. */
const BLOCK = 256 * 1024;

function textOf(shape: (typeof SHAPES)[number], seed: number): string {
  const random = new Random(seed);
  let text = "";
  for (let time = 0; text.length < BLOCK; time += 700) text += `${shape(random, time).join("\n")}\n`;
  return text;
}

describe.each(SHAPES.map((shape) => [shape.name, shape] as const))("%s", (_, shape) => {
  test("is reproducible, and differs between seeds", () => {
    expect(textOf(shape, 1)).toBe(textOf(shape, 1));
    expect(textOf(shape, 1)).not.toBe(textOf(shape, 2));
  });

  test("compresses like real logs, by a factor of four to seven", () => {
    const text = textOf(shape, 1);
    const compression = text.length / gzipSync(text).length;
    expect(compression).toBeGreaterThan(4);
    expect(compression).toBeLessThan(7);
  });

  test("has the predicted number of bytes per event", () => {
    const random = new Random(3);
    const events = Array.from({ length: 2_000 }, (_, time) => shape(random, time).join(""));
    expect(events.join("").length / events.length / bytesPerEvent(shape)).toBeCloseTo(1, 1);
  });
});

test("Java programs write stack traces, one line per frame", () => {
  const java = SHAPES.find(({ name }) => name === "java");
  const random = new Random(1);
  const events = Array.from({ length: 1_000 }, (_, time) => java?.(random, time) ?? []);
  const traces = events.filter((lines) => lines.length > 1);
  expect(traces.length).toBeGreaterThan(1);
  expect(traces.flatMap((lines) => lines.slice(2)).every((line) => line.startsWith("\tat "))).toBe(true);
});
