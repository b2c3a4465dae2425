import fc from "fast-check";
import { type Bound, bounds, boundsOf, STREAMS_IN_RESERVE, share, tightest } from "../../src/capacity/bounds";
import { capacityOf } from "../../src/capacity/capacity";
import { LIVE_SHARE } from "../../src/capacity/constants";
import { demandOf } from "../../src/capacity/demand";
import { multiplied } from "../../src/capacity/largest-load";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { demands } from "./demands";

const model = exampleModel({
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki", size: ByteSize.gibibytes(20) },
  load: { bytesPerDay: ByteSize.bytes(86_400_000) },
  loki: {
    maxStreams: 10_000,
    wal: { size: ByteSize.gibibytes(1) },
    resources: { memoryRequest: ByteSize.gibibytes(3), memoryLimit: ByteSize.gibibytes(5) },
  },
});

test("each bound is what the settings allow, beside what the load uses", () => {
  const { streams, live, memory, wal, disk } = capacityOf(demandOf(model));
  expect(boundsOf(model)).toEqual([
    { name: "streams", used: streams, allowed: 10_000 * STREAMS_IN_RESERVE },
    { name: "heap", used: live.toBytes(), allowed: model.loki.goMemoryLimit.toBytes() * LIVE_SHARE },
    { name: "memory request", used: memory.toBytes(), allowed: 3 * 2 ** 30 },
    { name: "memory limit", used: memory.toBytes(), allowed: 5 * 2 ** 30 },
    { name: "write-ahead log", used: wal.toBytes(), allowed: 2 ** 30 * model.loki.wal.fullThreshold },
    { name: "volume", used: disk.toBytes(), allowed: 20 * 2 ** 30 },
    { name: "ingestion rate", used: 10_000, allowed: 4 * 2 ** 20 },
  ]);
});

test("more load uses more of every bound", () => {
  const slack = 1 + 1e-6;
  fc.assert(
    fc.property(demands, fc.double({ min: 1, max: 8, noNaN: true }), (demand, factor) => {
      const [before, after] = [bounds(demand, model), bounds(multiplied(demand, factor), model)];
      const less = after.filter(({ used }, index) => used * slack < (before[index]?.used ?? 0));
      expect(less).toEqual([]);
    }),
  );
});

function bound(name: Bound["name"], used: number, allowed: number): Bound {
  return { name, used, allowed };
}

test("the tightest bound is the one of which the largest share is used", () => {
  const [half, most] = [bound("volume", 5, 10), bound("heap", 3, 4)];
  expect(share(most)).toBe(0.75);
  expect(tightest([half, most, bound("streams", 100, 1_000)])).toBe(most);
  expect(tightest([most, half])).toBe(most);
});

test("of bounds that are as tight the first is told", () => {
  const [first, second] = [bound("volume", 5, 10), bound("heap", 1, 2)];
  expect(tightest([first, second])).toBe(first);
});
