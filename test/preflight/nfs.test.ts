import type { V1PersistentVolume, V1PersistentVolumeSpec } from "@kubernetes/client-node";
import { judgeNfs } from "../../src/preflight/links/nfs";
import { exampleModel } from "../helpers/example";
import { fault, node } from "./objects";

const nfs = { server: "nfs.example.com", path: "/srv/nfs/loki" };

function volume(name: string, spec: V1PersistentVolumeSpec, phase = "Bound"): V1PersistentVolume {
  return { metadata: { name }, spec, status: { phase } };
}

function csi(volumeAttributes: Record<string, string>): V1PersistentVolumeSpec {
  return { csi: { driver: "nfs.csi.k8s.io", volumeHandle: "h", volumeAttributes } };
}

function judge(...volumes: readonly V1PersistentVolume[]) {
  return judgeNfs(volumes, [node("worker-1")], exampleModel());
}

test("two Lokis in one directory would delete each other's chunks", () => {
  const { status, found, names } = fault(judge(volume("logs-loki", { nfs })));
  expect(status).toBe("broken");
  expect(found).toBe('the volume "logs-loki", which is Bound, leads there too');
  expect(names).toEqual({ volume: "logs-loki" });
});

test("a volume that nobody uses any more keeps the logs of a former installation", () => {
  expect(fault(judge(volume("logs-loki", { nfs }, "Released")))).toMatchObject({
    status: "doubtful",
    next: expect.stringContaining("which leaves the files"),
  });
});

test("the one that is in use is told before the one that isn't", () => {
  const [old, used] = [volume("old", { nfs }, "Released"), volume("used", { nfs })];
  expect(fault(judge(old, used)).found).toContain('"used"');
});

test.each<[string, V1PersistentVolumeSpec]>([
  ["a slash more", { nfs: { ...nfs, path: "/srv/nfs//loki/" } }],
  ["another case of the server", { nfs: { ...nfs, server: "NFS.example.com" } }],
  ["the CSI driver", csi({ server: nfs.server, share: nfs.path })],
  ["the CSI driver and a folder", csi({ server: nfs.server, share: "/srv/nfs", subDir: "loki" })],
])("a volume leads to the same directory with %s", (_, spec) => {
  expect(fault(judge(volume("other", spec))).status).toBe("broken");
});

test.each<[string, V1PersistentVolume]>([
  ["the plan's own", volume("monitoring-loki", { nfs })],
  ["one of another directory", volume("other", { nfs: { ...nfs, path: "/srv/nfs/loki2" } })],
  ["one of another server", volume("other", { nfs: { ...nfs, server: "nfs2.example.com" } })],
  ["one of another kind", volume("other", { hostPath: { path: nfs.path } })],
])("a volume is no trouble where it is %s", (_, other) => {
  expect(judge(other)).toMatchObject({ status: "not-measured" });
});

test("a node shows whether it can mount the export, with the options of the settings", () => {
  expect(judge()).toMatchObject({
    why: expect.stringMatching(
      /kubectl debug node\/worker-1 .*mount -t nfs -o nfsvers=4\.1,hard,noatime nfs\.example\.com:\/srv\/nfs\/loki \/mnt/,
    ),
  });
});
