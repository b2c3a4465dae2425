import type { NfsSettings } from "../../src/storage/nfs";
import { ByteSize } from "../../src/units";
import { example } from "../helpers/example";
import { synthesized } from "../helpers/synthesized";

function volumeAndClaim(nfs: Partial<NfsSettings> = {}) {
  const { resource } = synthesized({ nfs: { ...example.nfs, ...nfs } });
  return {
    volume: resource.kubernetes_persistent_volume_v1["loki-volume"],
    claim: resource.kubernetes_persistent_volume_claim_v1["loki-claim"],
  };
}

describe("Loki's volume and its claim", () => {
  const { volume, claim } = volumeAndClaim();
  const [spec] = volume.spec;

  test("refer to each other", () => {
    expect(spec.claim_ref).toEqual({ name: claim.metadata.name, namespace: claim.metadata.namespace });
    expect(claim.spec.volume_name).toBe(volume.metadata.name);
  });

  test("have the same class, which has no provisioner and is not the default", () => {
    expect([spec.storage_class_name, claim.spec.storage_class_name]).toEqual(["monitoring-loki", "monitoring-loki"]);
  });

  test("agree on access modes and size", () => {
    const sized = volumeAndClaim({ size: ByteSize.gibibytes(40) });
    expect(sized.volume.spec[0].capacity.storage).toBe("40Gi");
    expect(sized.claim.spec.resources.requests.storage).toBe("40Gi");
    expect(claim.spec.access_modes).toEqual(spec.access_modes);
  });

  test("keep the logs after their deletion", () => {
    expect(spec.persistent_volume_reclaim_policy).toBe("Retain");
  });

  test("use the export of the settings", () => {
    const { volume } = volumeAndClaim({ server: "192.0.2.10", path: "/export/logs" });
    expect(volume.spec[0].persistent_volume_source).toEqual({ nfs: { server: "192.0.2.10", path: "/export/logs" } });
  });

  test("set the mount options on the volume", () => {
    expect(spec.mount_options).toEqual(["nfsvers=4.1", "hard", "noatime"]);
    expect(volumeAndClaim({ mountOptions: ["nfsvers=3"] }).volume.spec[0].mount_options).toEqual(["nfsvers=3"]);
  });

  test("are created without waiting for binding, because the claim may stay unbound without a pod", () => {
    expect(claim.wait_until_bound).toBe(false);
  });
});
