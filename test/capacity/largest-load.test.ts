import { bounds, share, tightest } from "../../src/capacity/bounds";
import { demandOf } from "../../src/capacity/demand";
import { largestLoad, multiplied } from "../../src/capacity/largest-load";
import type { Model } from "../../src/model";
import type { Settings } from "../../src/settings/settings";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";

const NFS = { server: "nfs.example.com", path: "/srv/nfs/loki" };

function used(model: Model, factor: number): number {
  return share(tightest(bounds(multiplied(demandOf(model), factor), model)));
}

test.each<[string, Partial<Settings>]>([
  ["the example", {}],
  [
    "a cluster that writes next to nothing",
    { load: { pods: 10, podStartsPerDay: 0, bytesPerDay: ByteSize.mebibytes(8) } },
  ],
  ["a cluster that writes too much", { load: { bytesPerDay: ByteSize.gibibytes(400) } }],
  ["a cluster of CronJobs", { load: { pods: 10, podStartsPerDay: 1_000_000, bytesPerDay: ByteSize.mebibytes(64) } }],
  ["a small volume", { nfs: { ...NFS, size: ByteSize.gibibytes(1) } }],
])("of %s the largest load is carried, and a little more is not", (_, settings) => {
  const model = exampleModel(settings);
  const { factor } = largestLoad(model);
  expect(used(model, factor)).toBeLessThanOrEqual(1);
  expect(used(model, factor + 0.01)).toBeGreaterThan(1);
});

test.each<[string, Partial<Settings>]>([
  ["volume", { nfs: { ...NFS, size: ByteSize.mebibytes(300) } }],
  ["streams", { loki: { maxStreams: 500 } }],
  ["write-ahead log", { loki: { wal: { size: ByteSize.mebibytes(256) } } }],
  ["memory request", { loki: { resources: { memoryRequest: ByteSize.gibibytes(1) } } }],
])("where there is little of it, the %s ends the load", (name, settings) => {
  const { bound } = largestLoad(exampleModel(settings));
  expect(bound.name).toBe(name);
  expect(share(bound)).toBeGreaterThan(1);
});

test("what carries nothing at all is told so", () => {
  const tiny = { memoryRequest: ByteSize.mebibytes(1) };
  expect(largestLoad(exampleModel({ loki: { resources: tiny } }))).toMatchObject({
    factor: 0,
    bound: { name: "memory request" },
  });
});

test("a load is multiplied in whole pods, starts and bytes, on the same nodes", () => {
  const demand = demandOf(exampleModel({ load: { pods: 3, podStartsPerDay: 5, bytesPerDay: ByteSize.bytes(2_001) } }));
  const { load, ...others } = multiplied(demand, 1.5);
  expect({ ...load, bytesPerDay: load.bytesPerDay.toBytes() }).toEqual({
    pods: 5,
    podStartsPerDay: 8,
    bytesPerDay: 3_002,
    compression: demand.load.compression,
  });
  expect({ ...others, load: demand.load }).toEqual(demand);
});
