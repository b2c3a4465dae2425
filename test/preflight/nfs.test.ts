import type { V1PersistentVolume, V1PersistentVolumeSpec } from "@kubernetes/client-node";
import { causes, nfs } from "../../src/preflight/nfs";
import { exampleModel } from "../helpers/example";
import { fault, node } from "./objects";

const EXPORT = { server: "nfs.example.com", path: "/srv/nfs/loki" };

function volume(name: string, spec: V1PersistentVolumeSpec, phase = "Bound"): V1PersistentVolume {
  return { metadata: { name }, spec, status: { phase } };
}

function csi(volumeAttributes: Record<string, string>): V1PersistentVolumeSpec {
  return { csi: { driver: "nfs.csi.k8s.io", volumeHandle: "h", volumeAttributes } };
}

function analyze(...volumes: readonly V1PersistentVolume[]) {
  return nfs.analyze({ volumes, nodes: [node("worker-1")], model: exampleModel() });
}

test("fails for a second Loki in the directory", () => {
  expect(analyze(volume("logs-loki", { nfs: EXPORT }))).toMatchObject({
    status: "fail",
    got: 'the volume "logs-loki" (Bound) uses it, too',
    causes: [causes.shared({ volume: "logs-loki" })],
  });
});

test("warns about an unused volume, which keeps the logs of a former installation", () => {
  const [former, shared] = [causes.former({ volume: "logs-loki" }), causes.shared({ volume: "logs-loki" })];
  const released = analyze(volume("logs-loki", { nfs: EXPORT }, "Released"));
  expect(released).toMatchObject({ status: "warn", causes: [former] });
  const available = analyze(volume("logs-loki", { nfs: EXPORT }, "Available"));
  expect(available).toMatchObject({ status: "warn", causes: [former, shared] });
});

test("reports a volume in use before an unused one", () => {
  const [old, used] = [volume("old", { nfs: EXPORT }, "Released"), volume("used", { nfs: EXPORT })];
  expect(fault(analyze(old, used)).got).toContain('"used"');
});

test.each<[string, V1PersistentVolumeSpec]>([
  ["more slashes", { nfs: { ...EXPORT, path: "/srv/nfs//loki/" } }],
  ["the server in another case", { nfs: { ...EXPORT, server: "NFS.example.com" } }],
  ["the CSI driver", csi({ server: EXPORT.server, share: EXPORT.path })],
  ["the CSI driver and a subdirectory", csi({ server: EXPORT.server, share: "/srv/nfs", subDir: "loki" })],
])("recognizes the same directory with %s", (_, spec) => {
  expect(fault(analyze(volume("other", spec))).status).toBe("fail");
});

test.each<[string, V1PersistentVolume]>([
  ["the stack's own volume", volume("monitoring-loki", { nfs: EXPORT })],
  ["a volume in another directory", volume("other", { nfs: { ...EXPORT, path: "/srv/nfs/loki2" } })],
  ["a volume on another server", volume("other", { nfs: { ...EXPORT, server: "nfs2.example.com" } })],
  ["a volume of another kind", volume("other", { hostPath: { path: EXPORT.path } })],
])("ignores %s", (_, other) => {
  expect(analyze(other)).toMatchObject({ status: "skipped" });
});

test("prints the command that tests a mount on a node, with the options of the settings", () => {
  expect(analyze()).toMatchObject({
    reason: expect.stringMatching(
      /kubectl debug node\/worker-1 .*mount -t nfs -o nfsvers=4\.1,hard,noatime nfs\.example\.com:\/srv\/nfs\/loki \/mnt/,
    ),
  });
});
