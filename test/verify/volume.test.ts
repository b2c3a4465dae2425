import type { V1PersistentVolume, V1PersistentVolumeClaim } from "@kubernetes/client-node";
import type { Cause } from "../../src/diagnostics/cause";
import { causes, volume as diagnostic, type VolumeEvidence } from "../../src/verify/volume";
import { exampleModel } from "../helpers/example";
import { pod } from "./objects";

const { loki } = exampleModel({ namespace: { name: "logs" } });
const facts = { namespace: "logs", release: "loki", claim: "storage-loki-0", volume: "logs-loki" };

function volume(spec: V1PersistentVolume["spec"] = {}, phase = "Bound"): V1PersistentVolume {
  return {
    spec: {
      capacity: { storage: "15Gi" },
      accessModes: ["ReadWriteOnce"],
      storageClassName: "logs-loki",
      claimRef: { name: "storage-loki-0", namespace: "logs" },
      nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
      ...spec,
    },
    status: { phase },
  };
}

/** A volume that waits for a claim that is gone. */
function released(phase: string): V1PersistentVolume {
  return volume({ claimRef: { name: "storage-loki-0", namespace: "logs", uid: "gone" } }, phase);
}

function claim(spec: V1PersistentVolumeClaim["spec"] = {}, phase = "Bound"): V1PersistentVolumeClaim {
  return {
    metadata: { uid: "own" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      volumeName: "logs-loki",
      storageClassName: "logs-loki",
      resources: { requests: { storage: "15Gi" } },
      ...spec,
    },
    status: { phase },
  };
}

function lokiPod(claimName: string) {
  return pod("loki-0", "a", {
    spec: { containers: [], volumes: [{ name: "storage", persistentVolumeClaim: { claimName } }] },
  });
}

const bound: VolumeEvidence = {
  claim: claim(),
  volume: volume(),
  pod: lokiPod("storage-loki-0"),
  expected: loki.volume,
  namespace: "logs",
  release: "loki",
};

function analyze(evidence: Partial<VolumeEvidence>) {
  return diagnostic.analyze({ ...bound, ...evidence });
}

test("passes for a claim and a volume that are bound to each other, in a pod that mounts them", () => {
  expect(analyze({})).toEqual({ status: "pass", detail: "15Gi on nfs.example.com:/srv/nfs/loki", notes: [] });
});

test("passes without a pod, which another diagnostic reports", () => {
  expect(analyze({ pod: null })).toMatchObject({ status: "pass" });
});

test.each<[string, Partial<VolumeEvidence>, string, Cause]>([
  ["a missing claim", { claim: null }, "no claim storage-loki-0", causes.claimDeleted(facts)],
  ["a missing volume", { volume: null }, "no volume logs-loki", causes.volumeDeleted(facts)],
  [
    "a volume whose claim was deleted",
    { volume: volume({}, "Released") },
    "the volume logs-loki is Released",
    causes.released(facts),
  ],
  ["a volume that failed", { volume: volume({}, "Failed") }, "the volume logs-loki is Failed", causes.released(facts)],
  [
    "a volume of another claim",
    { volume: volume({ claimRef: { name: "storage-loki-0", namespace: "other" } }) },
    "the volume logs-loki is reserved for the claim storage-loki-0 in the namespace other",
    causes.foreign(facts),
  ],
  [
    "a volume of another class",
    { volume: volume({ storageClassName: "fast" }) },
    'the volume has the class "fast"',
    causes.mismatch({ ...facts, properties: "storage classes" }),
  ],
  [
    "a volume and a claim of another class",
    { volume: volume({ storageClassName: "fast" }), claim: claim({ storageClassName: "fast" }) },
    'the volume has the class "fast"',
    causes.otherClass(facts),
  ],
  [
    "a claim that a provisioner bound first",
    { claim: claim({ volumeName: "pvc-1" }) },
    "the claim storage-loki-0 names the volume pvc-1",
    causes.otherVolume({ ...facts, otherVolume: "pvc-1" }),
  ],
  [
    "a claim that names no volume",
    { claim: claim({ volumeName: "" }, "Pending") },
    "the claim storage-loki-0 names no volume",
    causes.otherClaim(facts),
  ],
  [
    "a claim of another class",
    { claim: claim({ storageClassName: "fast" }) },
    'the claim has the class "fast"',
    causes.mismatch({ ...facts, properties: "storage classes" }),
  ],
  [
    "a claim that waits",
    { claim: claim({}, "Pending"), volume: volume({}, "Available") },
    "the claim storage-loki-0 is Pending",
    causes.unbound(facts),
  ],
  [
    "a claim that waits for a volume with other access modes",
    { claim: claim({ accessModes: ["ReadWriteMany"] }, "Pending"), volume: volume({}, "Available") },
    "the claim storage-loki-0 is Pending",
    causes.mismatch({ ...facts, properties: "access modes" }),
  ],
  [
    "a claim that requests more than the volume has",
    { claim: claim({ resources: { requests: { storage: "20Gi" } } }, "Pending"), volume: volume({}, "Available") },
    "the claim storage-loki-0 is Pending",
    causes.mismatch({ ...facts, properties: "sizes" }),
  ],
  [
    "a claim that waits for a volume of an earlier claim",
    { claim: claim({}, "Pending"), volume: released("Bound") },
    "the claim storage-loki-0 is Pending",
    causes.released(facts),
  ],
  [
    "a claim that lost its volume",
    { claim: claim({}, "Lost"), volume: volume({}, "Available") },
    "the claim storage-loki-0 is Lost",
    causes.lost(facts),
  ],
  [
    "a pod that mounts another claim",
    { pod: lokiPod("data-loki-0") },
    "the pod loki-0 does not mount the claim storage-loki-0",
    causes.notMounted(facts),
  ],
])("fails for %s, with its one cause", (_, evidence, got, proven) => {
  expect(analyze(evidence)).toEqual({
    status: "fail",
    got,
    expected: "the claim storage-loki-0 and the volume logs-loki, bound to each other",
    causes: [proven],
  });
});

test("frees the volume of a missing claim before a deploy creates the claim again", () => {
  expect(analyze({ claim: null, volume: released("Released") })).toMatchObject({
    status: "fail",
    got: "no claim storage-loki-0",
    causes: [causes.released(facts), causes.claimDeleted(facts)],
  });
});

test("blames another installation for a missing claim if the volume is reserved for it", () => {
  const foreign = volume({ claimRef: { name: "storage-loki-0", namespace: "other" } });
  expect(analyze({ claim: null, volume: foreign })).toMatchObject({ causes: [causes.foreign(facts)] });
});

test("warns about a claim that disappears with its pod", () => {
  const leaving = { ...claim(), metadata: { deletionTimestamp: new Date() } };
  expect(analyze({ claim: leaving })).toMatchObject({ status: "warn", causes: [causes.claimDeleted(facts)] });
});

test("reports a missing claim and volume as absent", () => {
  expect(analyze({ claim: null, volume: null })).toEqual({
    status: "not-deployed",
    isAbsent: true,
    got: "no volume logs-loki, and no claim for it",
  });
});

test.each<[string, Partial<VolumeEvidence>, string]>([
  [
    "on another server",
    { volume: volume({ nfs: { server: "old.example.com", path: "/srv/nfs/loki" } }) },
    "the volume logs-loki is on old.example.com:/srv/nfs/loki, not on nfs.example.com:/srv/nfs/loki",
  ],
  [
    "in another directory",
    { volume: volume({ nfs: { server: "nfs.example.com", path: "/old" } }) },
    "the volume logs-loki is on nfs.example.com:/old, not on nfs.example.com:/srv/nfs/loki",
  ],
  ["of another size", { volume: volume({ capacity: { storage: "10Gi" } }) }, "the volume logs-loki has 10Gi, not 15Gi"],
])("reports a volume %s as another version of the stack", (_, evidence, got) => {
  expect(analyze(evidence)).toMatchObject({ status: "not-deployed", got });
});

test("reports a volume that is not on NFS as another version of the stack", () => {
  const { nfs: _, ...spec } = volume().spec ?? {};
  expect(analyze({ volume: { spec, status: { phase: "Bound" } } })).toMatchObject({
    status: "not-deployed",
    got: "the volume logs-loki is not on NFS, and so not on nfs.example.com:/srv/nfs/loki",
  });
});

test("accepts the same size in another notation", () => {
  expect(analyze({ volume: volume({ capacity: { storage: "15360Mi" } }) })).toMatchObject({ status: "pass" });
});
