import type { V1Node, V1PersistentVolume } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, skipped, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import type { Model } from "../model";
import type { VolumeModel } from "../storage/nfs";
import { reference } from "../terraform/artefacts";
import { Duration } from "../units";
import type { PreflightContext } from "./context";

export const causes = {
  shared: cause(
    "The volume <volume> uses the same directory. Two Lokis in one directory delete each other's chunks.",
    "kubectl get persistentvolume <volume> --output jsonpath='{.spec.claimRef.namespace}/{.spec.claimRef.name}'",
  ),
  former: cause(
    "The volume <volume> is left over from an installation in another namespace. Deleting the volume keeps its files.",
    "kubectl delete persistentvolume <volume>",
  ),
};

export interface NfsEvidence {
  readonly volumes: readonly V1PersistentVolume[];
  readonly nodes: readonly V1Node[];
  readonly model: Pick<Model, "loki" | "inotify">;
}

/**
 * The API server does not know whether nodes reach the NFS server, and what this machine reaches proves nothing. So the
 * diagnostic only finds other users of the directory, and shows how to test a mount.
 */
export const nfs = diagnostic<PreflightContext, NfsEvidence>({
  id: "nfs",
  title: "Only Loki uses the NFS directory, and nodes can mount it",
  after: [apiServer],
  failure: "storage",
  timeout: Duration.seconds(15),
  permissions: () => [inCluster("persistentvolumes", ["list"]), inCluster("nodes", ["list"])],
  causes,
  collect: async ({ stack: { model }, cluster, nodes: listNodes }, signal) => {
    const [volumes, nodes] = await Promise.all([cluster.core(signal).listPersistentVolume(), listNodes()]);
    return { volumes: volumes.items, nodes, model };
  },
  analyze: ({ volumes, nodes, model }) => {
    const { volume } = model.loki;
    const sharing = volumes.filter(({ metadata, spec }) => {
      const other = exportOf(spec);
      return metadata?.name !== volume.name && other !== null && isSame(other, volume);
    });
    const worst = sharing.find(({ status }) => status?.phase === "Bound") ?? sharing[0];
    if (worst === undefined) return skipped(`no other volume uses the directory; ${howToTestMount(nodes, model)}`);
    const phase = worst.status?.phase ?? "unbound";
    const facts = { volume: worst.metadata?.name ?? "" };
    const fault = { got: `the volume "${facts.volume}" (${phase}) uses it, too`, expected: "a directory of its own" };
    if (phase === "Bound") return fail({ ...fault, causes: [causes.shared(facts)] });
    // The claim of a Released volume is gone, so nothing uses it.
    const open = phase === "Released" ? [] : [causes.shared(facts)];
    return warn({ ...fault, causes: [causes.former(facts), ...open] });
  },
});

type Export = Pick<VolumeModel, "server" | "path">;

/**
 * The export of an in-tree volume or of the NFS CSI driver. Null for other kinds of storage.
 * @see https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/docs/driver-parameters.md
 */
function exportOf(spec: V1PersistentVolume["spec"]): Export | null {
  if (spec?.nfs !== undefined) return spec.nfs;
  if (spec?.csi?.driver !== "nfs.csi.k8s.io") return null;
  const { server, share, subDir, subdir } = spec.csi.volumeAttributes ?? {};
  if (server === undefined || share === undefined) return null;
  return { server, path: [share, subDir ?? subdir ?? ""].join("/") };
}

function isSame(one: Export, other: Export): boolean {
  return one.server.toLowerCase() === other.server.toLowerCase() && normalized(one.path) === normalized(other.path);
}

/** The path without repeated and trailing slashes. */
function normalized(path: string): string {
  return path.replace(/\/+/g, "/").replace(/(?<=.)\/$/, "");
}

function howToTestMount([first]: readonly V1Node[], { loki: { volume }, inotify }: NfsEvidence["model"]): string {
  const options = volume.mountOptions.length === 0 ? "" : `-o ${volume.mountOptions.join(",")} `;
  const mount = `mount -t nfs ${options}${volume.server}:${volume.path} /mnt && ls -ldn /mnt; umount /mnt`;
  const debug = `kubectl debug node/${first?.metadata?.name ?? "NODE"} --stdin --tty --profile=sysadmin --image=${reference(inotify.busybox)}`;
  return `to test that a node can mount it and that it belongs to user 10001: ${debug} -- chroot /host sh -c '${mount}' (delete the pod afterwards)`;
}
