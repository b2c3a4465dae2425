import type { V1PersistentVolume, V1PersistentVolumeClaim, V1PersistentVolumeClaimSpec } from "@kubernetes/client-node";
import { causes, volume as diagnostic } from "../../src/preflight/volume";
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

function analyze(found: V1PersistentVolume | null, claimed: V1PersistentVolumeClaim | null) {
  return diagnostic.analyze({ volume: found, claim: claimed, model });
}

test("passes before the first apply", () => {
  expect(analyze(null, null)).toMatchObject({ status: "pass", detail: 'no volume "monitoring-loki" yet' });
});

test("passes for a volume and a claim that are bound to each other", () => {
  expect(analyze(volume(), claim())).toMatchObject({ status: "pass", detail: '"monitoring-loki" is Bound' });
});

test("passes for a volume that waits for its claim by name", () => {
  const { uid: _, ...byName } = claimRef;
  const free = volume({ status: { phase: "Available" }, spec: { claimRef: byName } });
  expect(analyze(free, null)).toMatchObject({ detail: '"monitoring-loki" is Available' });
});

test.each(["Released", "Failed"])("fails for a volume that is %s, whose claim is gone", (phase) => {
  const { got, next } = fault(analyze(volume({ status: { phase } }), null));
  expect(got).toBe(`the volume "monitoring-loki" is ${phase}, for a claim that is gone`);
  expect(next).toContain("/spec/claimRef/uid");
  expect(next).toBe(causes.released({ volume: "monitoring-loki" }).next);
});

test("fails for a volume with the uid of another claim, even if a claim of that name waits for it", () => {
  const pending = claim({ metadata: { uid: "2" }, status: { phase: "Pending" } });
  expect(fault(analyze(volume({ status: { phase: "Released" } }), pending)).got).toContain("Released");
});

test.each<[string, V1PersistentVolume | null, V1PersistentVolumeClaim | null, string]>([
  ["of another export", volume({ spec: { nfs: { ...nfs, path: "/old" } } }), null, "nfs.example.com:/old, not"],
  ["of another kind", { spec: { csi: { driver: "d", volumeHandle: "h" } } }, null, "not an NFS export"],
  ["of another claim", volume({ spec: { claimRef: { ...claimRef, namespace: "logs" } } }), null, "logs/storage-loki-0"],
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
])("fails for a volume %s", (_, found, claimed, got) => {
  const seen = fault(analyze(found, claimed));
  expect(seen.status).toBe("fail");
  expect(seen.got).toContain(got);
});

test("warns about a claim that may only wait for the apply", () => {
  const pending = claim({ status: { phase: "Pending" } });
  expect(analyze(null, pending)).toMatchObject({
    status: "warn",
    isTransient: true,
    causes: [causes.noVolume({ claim: "storage-loki-0" })],
  });
  const available = volume({
    status: { phase: "Available" },
    spec: { claimRef: { name: "storage-loki-0", namespace: "monitoring" } },
  });
  expect(analyze(available, pending)).toMatchObject({
    status: "warn",
    causes: [causes.waiting({ claim: "storage-loki-0", namespace: "monitoring" })],
  });
});

describe("a claim", () => {
  test.each<[string, V1PersistentVolumeClaimSpec, string]>([
    ["its class", { storageClassName: "local-path" }, 'has the class "local-path", not "monitoring-loki"'],
    ["its class to none", { storageClassName: "" }, 'has the class "", not "monitoring-loki"'],
    [
      "its access modes",
      { accessModes: ["ReadWriteOnce", "ReadWriteMany"] },
      "has the access modes ReadWriteMany, ReadWriteOnce, not ReadWriteOnce",
    ],
  ])("that is bound fails for a change of %s, which Kubernetes does not allow", (_, spec, got) => {
    const seen = fault(analyze(volume(), claim({ spec })));
    expect([seen.status, seen.got]).toEqual(["fail", `the claim "storage-loki-0" ${got}`]);
    expect(seen.cause).toContain("Terraform can only replace it");
  });

  test("that is not bound yet only warns, because it can be replaced", () => {
    const waiting = claim({ spec: { storageClassName: "local-path" }, status: { phase: "Pending" } });
    expect(fault(analyze(null, waiting)).status).toBe("warn");
  });
});
