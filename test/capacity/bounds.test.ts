import fc from "fast-check";
import {
  type Bound,
  bounds,
  boundsOf,
  inputsByInfluence,
  largestLoad,
  scaledLoad,
  share,
  tightest,
  USABLE_STREAM_SHARE,
} from "../../src/capacity/bounds";
import { capacityOf, demandOf } from "../../src/capacity/capacity";
import { MAX_LIVE_SHARE } from "../../src/capacity/constants";
import type { Model } from "../../src/model";
import type { Settings } from "../../src/settings/settings";
import { ByteSize } from "../../src/units";
import { demands, ofLoad } from "../helpers/demands";
import { exampleModel } from "../helpers/example";

const model = exampleModel({
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki", size: ByteSize.gibibytes(20) },
  load: { bytesPerDay: ByteSize.bytes(86_400_000) },
  loki: {
    maxStreams: 10_000,
    wal: { size: ByteSize.gibibytes(1) },
    resources: { memoryRequest: ByteSize.gibibytes(3), memoryLimit: ByteSize.gibibytes(5) },
  },
});

test("each bound has the limit from the settings and the usage of the load", () => {
  const { streams, live, memory, wal, disk } = capacityOf(demandOf(model));
  expect(boundsOf(model)).toEqual([
    { name: "streams", used: streams, allowed: 10_000 * USABLE_STREAM_SHARE },
    { name: "heap", used: live.toBytes(), allowed: model.loki.goMemoryLimit.toBytes() * MAX_LIVE_SHARE },
    { name: "memory request", used: memory.toBytes(), allowed: 3 * 2 ** 30 },
    { name: "memory limit", used: memory.toBytes(), allowed: 5 * 2 ** 30 },
    { name: "write-ahead log", used: wal.toBytes(), allowed: 2 ** 30 * model.loki.wal.fullThreshold },
    { name: "volume", used: disk.toBytes(), allowed: 20 * 2 ** 30 },
    { name: "ingestion rate", used: 10_000, allowed: model.loki.limits.ingestionRate.toBytes() },
  ]);
});

test("a larger load never decreases the usage of a bound", () => {
  const slack = 1 + 1e-6;
  fc.assert(
    fc.property(demands, fc.double({ min: 1, max: 8, noNaN: true }), (demand, factor) => {
      const [before, after] = [bounds(demand, model), bounds(scaledLoad(demand, factor), model)];
      const less = after.filter(({ used }, index) => used * slack < (before[index]?.used ?? 0));
      expect(less).toEqual([]);
    }),
  );
});

function bound(name: Bound["name"], used: number, allowed: number): Bound {
  return { name, used, allowed };
}

test("the tightest bound has the highest relative usage", () => {
  const [half, tight] = [bound("volume", 5, 10), bound("heap", 3, 4)];
  expect(share(tight)).toBe(0.75);
  expect(tightest([half, tight, bound("streams", 100, 1_000)])).toBe(tight);
  expect(tightest([tight, half])).toBe(tight);
});

test("the first of equally tight bounds wins", () => {
  const [first, second] = [bound("volume", 5, 10), bound("heap", 1, 2)];
  expect(tightest([first, second])).toBe(first);
});

const NFS = { server: "nfs.example.com", path: "/srv/nfs/loki" };

function used(model: Model, factor: number): number {
  return share(tightest(bounds(scaledLoad(demandOf(model), factor), model)));
}

test.each<[string, Partial<Settings>]>([
  ["the example", {}],
  ["a cluster that writes very little", { load: { pods: 10, podStartsPerDay: 0, bytesPerDay: ByteSize.mebibytes(8) } }],
  ["a cluster that writes too much", { load: { bytesPerDay: ByteSize.gibibytes(400) } }],
  ["a cluster of CronJobs", { load: { pods: 10, podStartsPerDay: 1_000_000, bytesPerDay: ByteSize.mebibytes(64) } }],
  ["a small volume", { nfs: { ...NFS, size: ByteSize.gibibytes(1) } }],
])("%s supports its largest load, but no larger one", (_, settings) => {
  const model = exampleModel(settings);
  const { factor } = largestLoad(model);
  expect(used(model, factor)).toBeLessThanOrEqual(1);
  expect(used(model, factor + 0.01)).toBeGreaterThan(1);
});

test.each<[string, Partial<Settings>]>([
  ["volume", { nfs: { ...NFS, size: ByteSize.mebibytes(300) } }],
  ["streams", { loki: { maxStreams: 500 } }],
  ["ingestion rate", { loki: { wal: { size: ByteSize.mebibytes(256) } } }],
  ["memory request", { loki: { resources: { memoryRequest: ByteSize.gibibytes(1) } } }],
])("a small %s limits the load", (name, settings) => {
  const { bound } = largestLoad(exampleModel(settings));
  expect(bound.name).toBe(name);
  expect(share(bound)).toBeGreaterThan(1);
});

test("reports a factor of zero if no load is supported", () => {
  const tiny = { memoryRequest: ByteSize.mebibytes(1) };
  expect(largestLoad(exampleModel({ loki: { resources: tiny } }))).toMatchObject({
    factor: 0,
    bound: { name: "memory request" },
  });
});

test("scales a load in whole pods, pod starts and bytes, on the same nodes", () => {
  const demand = demandOf(exampleModel({ load: { pods: 3, podStartsPerDay: 5, bytesPerDay: ByteSize.bytes(2_001) } }));
  const { load, ...others } = scaledLoad(demand, 1.5);
  expect({ ...load, bytesPerDay: load.bytesPerDay.toBytes(), bytesPerLine: load.bytesPerLine.toBytes() }).toEqual({
    pods: 5,
    podStartsPerDay: 8,
    bytesPerDay: 3_002,
    bytesPerLine: 200,
    compression: demand.load.compression,
  });
  expect({ ...others, load: demand.load }).toEqual(demand);
});

const MODELS: readonly (readonly [string, Partial<Settings>])[] = [
  ["the example", {}],
  ["a small volume", { nfs: { ...NFS, size: ByteSize.mebibytes(300) } }],
  ["few streams", { loki: { maxStreams: 500 } }],
  ["many nodes", { cluster: { nodes: 500 }, load: { pods: 1, podStartsPerDay: 0 }, loki: { maxStreams: 1_000 } }],
];

function named(model: Model): ReadonlyMap<string, number> {
  return new Map(inputsByInfluence(model).map(({ setting, influence }) => [setting, influence]));
}

test.each(MODELS)("with %s, every input is a setting, and the dominant one is first", (_, settings) => {
  const inputs = inputsByInfluence(exampleModel(settings));
  expect(inputs.map(({ setting }) => setting).sort()).toEqual([
    "cluster.nodes",
    "load.bytesPerDay",
    "load.compression",
    "load.podStartsPerDay",
    "load.pods",
  ]);
  const sizes = inputs.map(({ influence }) => Math.abs(influence));
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
});

test("an influence is the change in the usage of the tightest bound if the input grows by 50 %", () => {
  const model = exampleModel();
  const demand = demandOf(model);
  const now = tightest(bounds(demand, model));
  const more = ofLoad(({ bytesPerDay }) => ({ bytesPerDay: bytesPerDay.scaled(1.5) }))(demand);
  const then = bounds(more, model).filter(({ name }) => name === now.name);
  expect(then.map((bound) => share(bound) / share(now) - 1)).toEqual([named(model).get("load.bytesPerDay")]);
});

test("pods and pod starts matter if streams are scarce, but text doesn't", () => {
  const influences = named(exampleModel({ loki: { maxStreams: 500 } }));
  expect(influences.get("load.podStartsPerDay")).toBeGreaterThan(0);
  expect(influences.get("load.pods")).toBeGreaterThan(0);
  expect(influences.get("load.bytesPerDay")).toBe(0);
  expect(influences.get("load.compression")).toBe(0);
});

test("text increases the usage of a scarce volume, and compression decreases it", () => {
  const load = { bytesPerDay: ByteSize.gibibytes(10) };
  const influences = named(exampleModel({ load, nfs: { ...NFS, size: ByteSize.gibibytes(1) } }));
  expect(influences.get("load.bytesPerDay")).toBeGreaterThan(0);
  expect(influences.get("load.compression")).toBeLessThan(0);
});

test("the nodes dominate if there are many nodes and few pods", () => {
  const settings = { cluster: { nodes: 500 }, load: { pods: 1, podStartsPerDay: 0 }, loki: { maxStreams: 1_000 } };
  const [first] = inputsByInfluence(exampleModel(settings));
  expect(first?.setting).toBe("cluster.nodes");
  expect(first?.influence).toBeGreaterThan(0);
});
