import fc from "fast-check";
import { type Capacity, capacityOf, demandOf } from "../../src/capacity/capacity";
import { BASE_HEAP } from "../../src/capacity/constants";
import { type Demand, residentStreams } from "../../src/capacity/demand";
import { ByteSize, Duration } from "../../src/units";
import { demands, MORE } from "../helpers/demands";
import { exampleModel } from "../helpers/example";

type Key = keyof Capacity;

const EXAMPLE = demandOf(exampleModel());

function amounts(demand: Demand): ReadonlyMap<Key, number> {
  const { streams, chunksPerDay, flush, replay, ...sizes } = capacityOf(demand);
  return new Map<Key, number>([
    ["streams", streams],
    ["chunksPerDay", chunksPerDay],
    ["flush", flush.dividedBy(Duration.milliseconds(1))],
    ["replay", replay.dividedBy(Duration.milliseconds(1))],
    ["unflushed", sizes.unflushed.toBytes()],
    ["live", sizes.live.toBytes()],
    ["patterns", sizes.patterns.toBytes()],
    ["process", sizes.process.toBytes()],
    ["checkpoint", sizes.checkpoint.toBytes()],
    ["wal", sizes.wal.toBytes()],
    ["memory", sizes.memory.toBytes()],
    ["disk", sizes.disk.toBytes()],
    ["writtenPerDay", sizes.writtenPerDay.toBytes()],
  ]);
}

const DAY = Duration.hours(24);

/** Each term of a sum is rounded up to whole bytes. */
const ROUNDING = 16;

/** Returns which amounts a change increases and decreases. */
function effects(demand: Demand, more: (demand: Demand) => Demand, minimum = 0) {
  const [before, after] = [amounts(demand), amounts(more(demand))];
  const by = (key: Key) => (after.get(key) ?? 0) - (before.get(key) ?? 0);
  const keys = [...before.keys()];
  return { grown: keys.filter((key) => by(key) > minimum), fallen: keys.filter((key) => by(key) < -minimum) };
}

const OF_TEXT = ["unflushed", "replay"] as const;
const OF_HEAP = ["live", "process", "checkpoint", "wal", "memory"] as const;
const OF_DISK = ["chunksPerDay", "disk", "writtenPerDay"] as const;
const OF_STREAMS = ["streams", "flush", "patterns", ...OF_HEAP, ...OF_DISK] as const;

interface Effect {
  readonly more: keyof typeof MORE;
  /** Amounts that grow in the example. */
  readonly grows: readonly Key[];
  /** Amounts that fall in the example. */
  readonly falls?: readonly Key[];
  /** Amounts that may grow in other clusters. */
  readonly mayGrow?: readonly Key[];
  /** Amounts that may fall in other clusters. */
  readonly mayFall?: readonly Key[];
}

describe.each<Effect>([
  { more: "nodes", grows: OF_STREAMS, mayGrow: OF_TEXT },
  { more: "pods", grows: OF_STREAMS, mayGrow: OF_TEXT },
  { more: "pod starts", grows: OF_STREAMS, mayGrow: OF_TEXT },
  { more: "text", grows: [...OF_TEXT, ...OF_HEAP, ...OF_DISK], mayGrow: ["patterns"] },
  { more: "compression", grows: [], falls: [...OF_HEAP, ...OF_DISK], mayGrow: [...OF_TEXT, ...OF_HEAP] },
  { more: "chunk age", grows: [...OF_TEXT, ...OF_HEAP], mayFall: OF_DISK },
  { more: "idle period", grows: ["streams", "flush", ...OF_HEAP], mayGrow: OF_TEXT },
  { more: "retain period", grows: ["streams", ...OF_HEAP], mayGrow: ["replay"] },
  { more: "chunk size", grows: [], falls: OF_DISK, mayGrow: [...OF_TEXT, ...OF_HEAP] },
  { more: "retention", grows: ["disk"] },
  { more: "memory for Go", grows: [], mayGrow: ["process", "memory"] },
])("with more $more", ({ more, grows, falls = [], mayGrow = [], mayFall = [] }) => {
  test(`the example needs more ${grows.join(", ") || "(nothing)"} and less ${falls.join(", ") || "(nothing)"}`, () => {
    const { grown, fallen } = effects(EXAMPLE, MORE[more]);
    expect(grown.sort()).toEqual([...grows].sort());
    expect(fallen.sort()).toEqual([...falls].sort());
  });

  test("no other amount changes, in any cluster", () => {
    fc.assert(
      fc.property(demands, (demand) => {
        const { grown, fallen } = effects(demand, MORE[more], ROUNDING);
        expect([...grows, ...mayGrow]).toEqual(expect.arrayContaining(grown));
        expect([...falls, ...mayFall]).toEqual(expect.arrayContaining(fallen));
      }),
    );
  });
});

test("patterns increase only the memory of the process", () => {
  const on = { ...EXAMPLE, patterns: true };
  const { grown, fallen } = effects({ ...EXAMPLE, patterns: false }, () => on);
  expect(grown.sort()).toEqual(["live", "memory", "patterns", "process"]);
  expect(fallen).toEqual([]);
  expect(capacityOf({ ...EXAMPLE, patterns: false }).patterns.toBytes()).toBe(0);
});

test("the parts add up, in every cluster", () => {
  fc.assert(
    fc.property(demands, (demand) => {
      const { process, wal, memory, checkpoint, live, patterns, disk, writtenPerDay } = capacityOf(demand);
      expect(memory.toBytes()).toBe(process.toBytes() + wal.toBytes());
      expect(wal.toBytes()).toBeGreaterThan(2 * checkpoint.toBytes());
      expect(process.toBytes()).toBeGreaterThanOrEqual(live.toBytes());
      expect(live.toBytes()).toBeGreaterThan(patterns.toBytes() + BASE_HEAP.toBytes());
      expect(disk.toBytes()).toBeGreaterThan(writtenPerDay.toBytes() * demand.retention.dividedBy(DAY));
    }),
  );
});

test("unflushed text is limited by the chunk age and by full chunks", () => {
  fc.assert(
    fc.property(demands, (demand) => {
      const { unflushed } = capacityOf(demand);
      const { load, nodes, maxChunkAge, chunkIdlePeriod, chunkTargetSize } = demand;
      const streams = residentStreams(load, nodes, chunkIdlePeriod);
      const byAge = load.bytesPerDay.toBytes() * maxChunkAge.dividedBy(DAY);
      const byFullness = streams * chunkTargetSize.toBytes() * load.compression;
      expect(unflushed.toBytes()).toBeCloseTo(Math.ceil(Math.min(byAge, byFullness)), -1);
    }),
  );
});

test("the process stays within GOMEMLIMIT while the live heap does", () => {
  fc.assert(
    fc.property(demands, (demand) => {
      const { live, process } = capacityOf(demand);
      const maximum = Math.max(live.toBytes(), demand.goMemoryLimit.toBytes());
      expect(process.toBytes()).toBeLessThanOrEqual(maximum);
    }),
  );
});

/** A hundred pods without nodes: 130 long-lived streams, and 130 of pods that ended within an hour. */
const HUNDRED_PODS: Demand = {
  ...EXAMPLE,
  nodes: 0,
  load: {
    pods: 100,
    podStartsPerDay: 2_400,
    bytesPerDay: ByteSize.gibibytes(1),
    bytesPerLine: ByteSize.bytes(200),
    compression: 8,
  },
  patterns: true,
};

const withLoad = (load: Partial<Demand["load"]>): Demand => ({
  ...HUNDRED_PODS,
  load: { ...HUNDRED_PODS.load, ...load },
});

test.each([
  ["30 patterns if it has enough lines", ByteSize.gibibytes(1), 30],
  ["no more patterns than lines", ByteSize.bytes(8 * 130 * 10 * 188), 10],
])(
  "a long-lived stream has %s in each of three hours, and an ended one has five in one hour",
  (_, bytesPerDay, patterns) => {
    const [ofLongLived, ofEnded] = [130 * patterns, 390 * 5];
    const sum = (130 + 390) * 22_374 + (ofLongLived + ofEnded) * 4_266 + (3 * ofLongLived + ofEnded) * 6_144;
    const held = capacityOf(withLoad({ bytesPerDay })).patterns.toBytes();
    expect(Math.abs(held - sum)).toBeLessThan(ROUNDING);
  },
);

test.each([
  [12, 64],
  [24, 128],
  [48, 128],
])("with 1 GiB a day, compressed 8:1, chunks retained for %d more hours take %d MiB", (hours, size) => {
  const demand = withLoad({ podStartsPerDay: 0 });
  const live = (chunkRetainPeriod: Duration) => capacityOf({ ...demand, chunkRetainPeriod }).live.toBytes();
  const more = live(Duration.hours(hours)) - live(Duration.hours(0));
  expect(Math.abs(more - size * 2 ** 20 * 1.49)).toBeLessThan(ROUNDING);
});

test("the replay of 990,000 streams without text takes 36 seconds", () => {
  const demand = withLoad({ pods: 990_000 / 1.3, podStartsPerDay: 0, bytesPerDay: ByteSize.bytes(1) });
  expect(`${capacityOf(demand).replay}`).toBe("36s");
});

test("the replay of segments takes 18 ms per MiB, for 1.9 minutes of text", () => {
  const demand = withLoad({ pods: 1, podStartsPerDay: 0, bytesPerDay: ByteSize.gibibytes(1_024) });
  const little = { ...demand, chunkTargetSize: ByteSize.kibibytes(1) };
  expect(capacityOf(little).replay.toSeconds()).toBe(Math.ceil(((1.9 / 1_440) * 2 ** 20 * 18) / 1_000));
});
