import type { V1PersistentVolume, V1PersistentVolumeClaim, V1PersistentVolumeClaimSpec } from "@kubernetes/client-node";
import { judgeVolume } from "../../src/preflight/volume/judgement";
import { exampleModel } from "../helpers/example";
import { fault } from "./objects";

const model = exampleModel();
const nfs = { server: "nfs.example.com", path: "/srv/nfs/loki" };
const claimRef = { name: "storage-loki-0", namespace: "monitoring", uid: "1" };
const going = { deletionTimestamp: new Date(0) };

const BINDING: V1PersistentVolumeClaimSpec = {
  volumeName: "monitoring-loki",
  storageClassName: "monitoring-loki",
  accessModes: ["ReadWriteOnce"],
};

function volume({ spec, ...more }: V1PersistentVolume = {}): V1PersistentVolume {
  return { status: { phase: "Bound" }, ...more, spec: { nfs, claimRef, ...spec } };
}

function claim({ spec, ...more }: V1PersistentVolumeClaim = {}): V1PersistentVolumeClaim {
  const resources = { requests: { storage: "15Gi" } };
  return {
    metadata: { uid: "1" },
    status: { phase: "Bound" },
    ...more,
    spec: { ...BINDING, resources, ...spec },
  };
}

function judge(volume: V1PersistentVolume | null, claim: V1PersistentVolumeClaim | null) {
  return judgeVolume({ volume, claim }, model);
}

test("there is nothing yet before the first apply", () => {
  expect(judge(null, null)).toMatchObject({ status: "holds", figure: 'no volume "monitoring-loki" yet' });
});

test("a volume and a claim that are bound to each other are the plan's", () => {
  expect(judge(volume(), claim())).toMatchObject({ status: "holds", figure: '"monitoring-loki" is Bound' });
});

test("a volume that waits for its claim by name is free", () => {
  const { uid: _, ...byName } = claimRef;
  const free = volume({ status: { phase: "Available" }, spec: { claimRef: byName } });
  expect(judge(free, null)).toMatchObject({ figure: '"monitoring-loki" is Available' });
});

test("a Released volume waits for a claim that is gone", () => {
  const { found, next, names } = fault(judge(volume({ status: { phase: "Released" } }), null));
  expect(found).toBe('the volume "monitoring-loki" is Released, for a claim that is gone');
  expect(next).toContain("/spec/claimRef/uid");
  expect(names).toMatchObject({ volume: "monitoring-loki", claim: "storage-loki-0" });
});

test("so does one with the uid of another claim, even if a claim of that name waits for it", () => {
  const pending = claim({ metadata: { uid: "2" }, status: { phase: "Pending" } });
  expect(fault(judge(volume({ status: { phase: "Released" } }), pending)).found).toContain("Released");
});

test.each<[string, V1PersistentVolume | null, V1PersistentVolumeClaim | null, string]>([
  ["that lies elsewhere", volume({ spec: { nfs: { ...nfs, path: "/old" } } }), null, "nfs.example.com:/old, not"],
  ["of another kind", { spec: { csi: { driver: "d", volumeHandle: "h" } } }, null, "no NFS export"],
  ["of another claim", volume({ spec: { claimRef: { ...claimRef, namespace: "logs" } } }), null, "logs/storage-loki-0"],
  ["that failed", volume({ status: { phase: "Failed" } }), null, "is Failed"],
  ["that is being deleted", volume({ metadata: going }), claim(), 'volume "monitoring-loki" is being deleted'],
  [
    "whose claim is being deleted",
    volume(),
    claim({ metadata: { uid: "1", ...going } }),
    'claim "storage-loki-0" is being',
  ],
  ["whose claim is Lost", null, claim({ status: { phase: "Lost" } }), "is Lost"],
  ["whose claim has another", null, claim({ spec: { volumeName: "pvc-1" } }), 'the volume "pvc-1"'],
  [
    "whose claim has another size",
    volume(),
    claim({ spec: { resources: { requests: { storage: "10Gi" } } } }),
    "nfs.size is 15Gi",
  ],
])("a volume %s is in the way", (_, there, claimed, found) => {
  const seen = fault(judge(there, claimed));
  expect(seen.status).toBe("broken");
  expect(seen.found).toContain(found);
});

test("a claim that waits may have to wait only for the apply", () => {
  expect(fault(judge(null, claim({ status: { phase: "Pending" } })))).toMatchObject({ status: "doubtful" });
});

describe("a bound claim can't change", () => {
  test.each<[string, V1PersistentVolumeClaimSpec, string]>([
    ["its class", { storageClassName: "local-path" }, 'has the class "local-path", not "monitoring-loki"'],
    ["that it has no class", { storageClassName: "" }, 'has the class "", not "monitoring-loki"'],
    [
      "its access modes",
      { accessModes: ["ReadWriteOnce", "ReadWriteMany"] },
      "has the access modes ReadWriteMany, ReadWriteOnce, not ReadWriteOnce",
    ],
  ])("%s", (_, spec, found) => {
    const seen = fault(judge(volume(), claim({ spec })));
    expect([seen.status, seen.found]).toEqual(["broken", `the claim "storage-loki-0" ${found}`]);
    expect(seen.cause).toContain("Terraform can only replace it");
  });

  test("and one that waits is only doubtful: nothing keeps it from being replaced", () => {
    const waiting = claim({ spec: { storageClassName: "local-path" }, status: { phase: "Pending" } });
    expect(fault(judge(null, waiting)).status).toBe("doubtful");
  });
});
