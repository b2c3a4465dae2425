import { volumeBinding } from "../../../src/checks/stack/volume-binding";
import type { Model } from "../../../src/model";
import { ByteSize } from "../../../src/units";
import { faults, findings, stack, withLokiValues, withModel } from "../stacks";

const CLASS = "singleBinary.persistence.storageClass";
const SIZE = "singleBinary.persistence.size";

function withVolume(change: Partial<Model["loki"]["volume"]>, of = stack()) {
  return withModel("loki", (loki) => ({ ...loki, volume: { ...loki.volume, ...change } }), of);
}

test.each([
  ["", '""'],
  [undefined, "nothing"],
  ["standard", '"standard"'],
])("rejects a claim of the class %j", (storageClass, got) => {
  expect(findings(volumeBinding, withLokiValues({ [CLASS]: storageClass }))).toEqual([
    {
      setting: "values/loki.yaml: singleBinary.persistence.storageClass",
      got,
      expected: '"monitoring-loki", the class of the volume, which has no provisioner',
      remedy: "leave the class to the stack, which gives the volume and the claim their own class",
    },
  ]);
});

test("rejects a volume and a claim without a class", () => {
  expect(findings(volumeBinding, withVolume({ storageClass: "" }, withLokiValues({ [CLASS]: "" })))).toMatchObject([
    { got: '""', expected: expect.stringMatching(/^"<namespace>-loki", /) },
  ]);
});

test("rejects a claim that the StatefulSet does not adopt", () => {
  expect(findings(volumeBinding, withVolume({ claim: "loki" }))).toEqual([
    {
      setting: "the claim",
      got: "loki",
      expected: "storage-loki-0, the claim name that the StatefulSet adopts",
      remedy: "leave the claim's name to the stack",
    },
  ]);
});

test.each([
  ["16Gi", '"16Gi"'],
  ["15G", '"15G"'],
  ["much", '"much"'],
  [undefined, "nothing"],
])("rejects a claim of %j", (size, got) => {
  expect(findings(volumeBinding, withLokiValues({ [SIZE]: size }))).toEqual([
    {
      setting: "values/loki.yaml: singleBinary.persistence.size",
      got,
      expected: "15Gi, the size of the volume",
      remedy: "set nfs.size, which sizes both",
    },
  ]);
});

test("accepts a claim of the same size in another unit", () => {
  expect(faults(volumeBinding, withLokiValues({ [SIZE]: "15360Mi" }))).toEqual([]);
  const empty = withVolume({ size: ByteSize.bytes(0) }, withLokiValues({ [SIZE]: "none" }));
  expect(faults(volumeBinding, empty)).toHaveLength(1);
});
