import type { V1PersistentVolume, V1PersistentVolumeClaim } from "@kubernetes/client-node";
import { judgeVolume, type SeenVolume } from "../../src/verify/volume/judgement";
import { exampleModel } from "../helpers/example";
import { pod } from "./objects";

const expected = exampleModel({ namespace: { name: "logs" } }).loki.volume;

function volume(spec: V1PersistentVolume["spec"] = {}, phase = "Bound"): V1PersistentVolume {
  return {
    spec: {
      capacity: { storage: "15Gi" },
      storageClassName: "logs-loki",
      claimRef: { name: "storage-loki-0", namespace: "logs" },
      nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
      ...spec,
    },
    status: { phase },
  };
}

function claim(spec: V1PersistentVolumeClaim["spec"] = {}, phase = "Bound"): V1PersistentVolumeClaim {
  return { spec: { volumeName: "logs-loki", storageClassName: "logs-loki", ...spec }, status: { phase } };
}

function lokiPod(claimName: string) {
  return pod("loki-0", "a", {
    spec: { containers: [], volumes: [{ name: "storage", persistentVolumeClaim: { claimName } }] },
  });
}

const bound: SeenVolume = {
  claim: claim(),
  volume: volume(),
  pod: lokiPod("storage-loki-0"),
  expected,
  namespace: "logs",
};

test("the claim and the volume are bound to each other, and the pod mounts them", () => {
  expect(judgeVolume(bound)).toEqual({ status: "holds", figure: "15Gi on nfs.example.com:/srv/nfs/loki", notes: [] });
});

test("there may be no pod yet: that is told elsewhere", () => {
  expect(judgeVolume({ ...bound, pod: null })).toMatchObject({ status: "holds" });
});

test.each<[string, Partial<SeenVolume>, string]>([
  ["the claim is gone", { claim: null }, "there is no claim storage-loki-0"],
  ["the volume is gone", { volume: null }, "there is no volume logs-loki"],
  ["the volume's claim was deleted", { volume: volume({}, "Released") }, "the volume logs-loki is Released"],
  ["the volume failed", { volume: volume({}, "Failed") }, "the volume logs-loki is Failed"],
  [
    "another claim has the volume",
    { volume: volume({ claimRef: { name: "storage-loki-0", namespace: "other" } }) },
    "the volume logs-loki is reserved for the claim storage-loki-0 of other",
  ],
  ["the volume has another class", { volume: volume({ storageClassName: "fast" }) }, 'the volume has the class "fast"'],
  [
    "a provisioner answered first",
    { claim: claim({ volumeName: "pvc-1" }) },
    "the claim storage-loki-0 names the volume pvc-1",
  ],
  ["the claim has another class", { claim: claim({ storageClassName: "fast" }) }, 'the claim has the class "fast"'],
  [
    "the claim waits",
    { claim: claim({}, "Pending"), volume: volume({}, "Available") },
    "the claim storage-loki-0 is Pending",
  ],
  ["the pod mounts another", { pod: lokiPod("data-loki-0") }, "the pod loki-0 doesn't mount the claim storage-loki-0"],
])("%s", (_, seen, found) => {
  expect(judgeVolume({ ...bound, ...seen })).toMatchObject({
    status: "broken",
    found,
    names: { namespace: "logs", claim: "storage-loki-0", volume: "logs-loki" },
  });
});

test("a claim that goes when its pod does is doubtful", () => {
  const leaving = { ...claim(), metadata: { deletionTimestamp: new Date() } };
  expect(judgeVolume({ ...bound, claim: leaving })).toMatchObject({ status: "doubtful" });
});

test.each<[string, Partial<SeenVolume>, string]>([
  ["neither is there", { claim: null, volume: null }, "there is no volume logs-loki, and no claim of it"],
  [
    "the volume lies on another server",
    { volume: volume({ nfs: { server: "old.example.com", path: "/srv/nfs/loki" } }) },
    "the volume logs-loki lies on old.example.com:/srv/nfs/loki, not on nfs.example.com:/srv/nfs/loki",
  ],
  [
    "the volume lies in another folder",
    { volume: volume({ nfs: { server: "nfs.example.com", path: "/old" } }) },
    "the volume logs-loki lies on nfs.example.com:/old, not on nfs.example.com:/srv/nfs/loki",
  ],
  [
    "the volume has another size",
    { volume: volume({ capacity: { storage: "10Gi" } }) },
    "the volume logs-loki has 10Gi, not 15Gi",
  ],
])("another plan was applied, where %s", (_, seen, found) => {
  expect(judgeVolume({ ...bound, ...seen })).toMatchObject({ status: "not-deployed", found });
});

test("a size in another notation is the same size", () => {
  expect(judgeVolume({ ...bound, volume: volume({ capacity: { storage: "15360Mi" } }) })).toMatchObject({
    status: "holds",
  });
});
