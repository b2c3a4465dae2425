import { bounds, share, tightest } from "../../src/capacity/bounds";
import { inputsByInfluence } from "../../src/capacity/deciding-input";
import { demandOf } from "../../src/capacity/demand";
import type { Model } from "../../src/model";
import type { Settings } from "../../src/settings/settings";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { ofLoad } from "./demands";

const NFS = { server: "nfs.example.com", path: "/srv/nfs/loki" };

const MODELS: readonly (readonly [string, Partial<Settings>])[] = [
  ["the example", {}],
  ["a small volume", { nfs: { ...NFS, size: ByteSize.mebibytes(300) } }],
  ["few streams", { loki: { maxStreams: 500 } }],
  ["many nodes", { cluster: { nodes: 500 }, load: { pods: 1, podStartsPerDay: 0 }, loki: { maxStreams: 1_000 } }],
];

function named(model: Model): ReadonlyMap<string, number> {
  return new Map(inputsByInfluence(model).map(({ setting, influence }) => [setting, influence]));
}

test.each(MODELS)("of %s every input is a setting, the one first on which most hangs", (_, settings) => {
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

test("an influence is the change of what is used of the tightest bound, with half as much again", () => {
  const model = exampleModel();
  const demand = demandOf(model);
  const now = tightest(bounds(demand, model));
  const more = ofLoad(({ bytesPerDay }) => ({ bytesPerDay: bytesPerDay.scaled(1.5) }))(demand);
  const then = bounds(more, model).filter(({ name }) => name === now.name);
  expect(then.map((bound) => share(bound) / share(now) - 1)).toEqual([named(model).get("load.bytesPerDay")]);
});

test("where streams are what is short, pods and their starts matter, and text does not", () => {
  const influences = named(exampleModel({ loki: { maxStreams: 500 } }));
  expect(influences.get("load.podStartsPerDay")).toBeGreaterThan(0);
  expect(influences.get("load.pods")).toBeGreaterThan(0);
  expect(influences.get("load.bytesPerDay")).toBe(0);
  expect(influences.get("load.compression")).toBe(0);
});

test("where the volume is what is short, text fills it and compression spares it", () => {
  const load = { bytesPerDay: ByteSize.gibibytes(10) };
  const influences = named(exampleModel({ load, nfs: { ...NFS, size: ByteSize.gibibytes(1) } }));
  expect(influences.get("load.bytesPerDay")).toBeGreaterThan(0);
  expect(influences.get("load.compression")).toBeLessThan(0);
});

test("on many nodes with few pods, it hangs on the nodes", () => {
  const settings = { cluster: { nodes: 500 }, load: { pods: 1, podStartsPerDay: 0 }, loki: { maxStreams: 1_000 } };
  const [first] = inputsByInfluence(exampleModel(settings));
  expect(first?.setting).toBe("cluster.nodes");
  expect(first?.influence).toBeGreaterThan(0);
});
