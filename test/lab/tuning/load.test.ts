import { Cluster } from "../../../lab/tuning/cluster";
import type { Load } from "../../../lab/tuning/options";
import { batches, LogTime } from "../../../lab/tuning/writer";
import { ByteSize, Duration } from "../../../src/units";
import type { PushedStream } from "../../components/loki-api";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

const LOAD: Load = {
  name: "test",
  streams: 40,
  endingStreamsPerDay: 100,
  bytesPerDay: ByteSize.mebibytes(2),
  speed: 1,
  tunings: [],
};

interface Line {
  readonly pod: string;
  readonly time: bigint;
  readonly text: string;
}

/** Generates the lines of a day, in this number of steps. */
function day(load: Load, steps: number): readonly Line[] {
  const cluster = new Cluster(load, START);
  return Array.from({ length: steps }, (_, step) => START + ((step + 1) * 24 * HOUR) / steps)
    .flatMap((time) => [...cluster.until(time)])
    .flatMap(({ labels, entries }) =>
      entries.map(([time, text]) => ({ pod: labels["pod"] ?? "", time: BigInt(time), text })),
    );
}

function bytesOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}

const lines = day(LOAD, 100);
const ofPod = (pod: string) => lines.filter((line) => line.pod === pod);

test("generates the text of the load", () => {
  expect(bytesOf(lines) / LOAD.bytesPerDay.toBytes()).toBeCloseTo(1, 1);
});

test("generates the same lines in any number of steps", () => {
  const sorted = (all: readonly Line[]) => all.map(({ pod, time, text }) => `${pod} ${time} ${text}`).sort();
  expect(sorted(day(LOAD, 7))).toEqual(sorted(lines));
});

test("gives the tenth stream about a tenth of the first", () => {
  const share = bytesOf(ofPod("app-9")) / bytesOf(ofPod("app-0"));
  expect(share).toBeGreaterThan(0.07);
  expect(share).toBeLessThan(0.14);
});

test("gives the lines of a stream strictly increasing times", () => {
  const times = ofPod("app-3").map(({ time }) => time);
  expect(times.length).toBeGreaterThan(100);
  expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? time))).toBe(true);
});

test("starts pods all day, which end within ten minutes", () => {
  const jobs = new Map<string, bigint[]>();
  for (const { pod, time } of lines.filter((line) => line.pod.startsWith("job-"))) {
    jobs.set(pod, [...(jobs.get(pod) ?? []), time]);
  }
  expect(jobs.size).toBeGreaterThan(70);
  expect(jobs.size).toBeLessThan(130);
  const tenMinutes = 600_000_000_000n;
  const spans = [...jobs.values()].map((times) => (times.at(-1) ?? 0n) - (times[0] ?? 0n));
  expect(spans.every((span) => span <= tenMinutes)).toBe(true);
});

test("rejects a load whose ending streams exceed its text", () => {
  expect(() => new Cluster({ ...LOAD, endingStreamsPerDay: 10_000 }, START)).toThrow("test: the streams that end");
});

const MEBIBYTE = 2 ** 20;

function streamOf(bytes: number): PushedStream {
  return { labels: {}, entries: [["1", "x".repeat(bytes)]] };
}

test("completes a batch with the stream that reaches a mebibyte", () => {
  const found = [...batches([streamOf(MEBIBYTE / 2), streamOf(MEBIBYTE / 2), streamOf(3)])];
  expect(found.map(({ streams, bytes }) => [streams.length, bytes])).toEqual([
    [2, MEBIBYTE],
    [1, 3],
  ]);
});

test("makes no batch without lines", () => {
  expect([...batches([])]).toEqual([]);
});

const CLOCK = Date.UTC(2026, 0, 2);
const DAY = Duration.hours(24);

const logTime = () => new LogTime({ clock: CLOCK, span: DAY, speed: 60, longestStep: 2_000 });

test("starts log time so that its end is not in the future", () => {
  expect(logTime().from).toBe(CLOCK - 24 * HOUR);
});

test("runs log time faster than the clock", () => {
  const time = logTime();
  expect(time.advance(CLOCK + 1_000, DAY) - time.from).toBe(60_000);
  expect(time.advance(CLOCK + 3_000, DAY) - time.from).toBe(180_000);
});

test("pauses log time between late calls instead of jumping", () => {
  const time = logTime();
  expect(time.advance(CLOCK + 60_000, DAY) - time.from).toBe(2_000 * 60);
});

test("ends log time at the given end", () => {
  const time = logTime();
  expect(time.hasPassed(Duration.minutes(1))).toBe(false);
  expect(time.advance(CLOCK + 2_000, Duration.minutes(1)) - time.from).toBe(60_000);
  expect(time.hasPassed(Duration.minutes(1))).toBe(true);
});
