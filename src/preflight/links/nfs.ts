import type { V1Node, V1PersistentVolume } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";
import { broken, doubtful, notMeasured, type Outcome } from "../../diagnostics/outcome";
import { inCluster } from "../../diagnostics/permission";
import type { Model } from "../../model";
import type { VolumeModel } from "../../storage/nfs";
import { reference } from "../../terraform/artefacts";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";

const SHARED: Cause = {
  cause: "Another volume leads to the same directory: two Lokis in one would delete each other's chunks.",
  next: "kubectl get persistentvolume <volume> -o jsonpath='{.spec.claimRef.namespace}/{.spec.claimRef.name}'",
};
const FORMER: Cause = {
  cause:
    "The volume is of an installation under another namespace, and keeps its logs: that is right where they are to be taken over.",
  next: "kubectl delete persistentvolume <volume>, which leaves the files",
};

/**
 * Nobody else writes into the export's directory. Whether nodes reach the server can't be seen through the API server,
 * and what this machine reaches says nothing about them.
 */
export const nfs: PreflightLink = {
  id: "nfs",
  title: "The NFS export is Loki's alone, and nodes can mount it",
  after: ["api-server"],
  failure: "storage",
  patience: Duration.seconds(15),
  access: () => [inCluster("persistentvolumes", ["list"]), inCluster("nodes", ["list"])],
  creates: false,
  causes: [SHARED, FORMER],
  async look({ deployment: { model }, cluster, nodes }, signal) {
    const [volumes, all] = await Promise.all([cluster.core(signal).listPersistentVolume(), nodes()]);
    return judgeNfs(volumes.items, all, model);
  },
};

export function judgeNfs(volumes: readonly V1PersistentVolume[], nodes: readonly V1Node[], model: Model): Outcome {
  const { volume } = model.loki;
  const sharing = volumes.filter(({ metadata, spec }) => {
    const at = exportOf(spec);
    return metadata?.name !== volume.name && at !== null && isSame(at, volume);
  });
  const worst = sharing.find(({ status }) => status?.phase === "Bound") ?? sharing[0];
  if (worst === undefined) return notMeasured(`no other volume is there; ${howToSee(nodes, model)}`);
  const phase = worst.status?.phase ?? "there";
  const name = worst.metadata?.name ?? "";
  const fault = {
    found: `the volume "${name}", which is ${phase}, leads there too`,
    expected: "a directory of its own",
    names: { volume: name },
  };
  return phase === "Bound" ? broken({ ...fault, causes: [SHARED] }) : doubtful({ ...fault, causes: [FORMER, SHARED] });
}

type Export = Pick<VolumeModel, "server" | "path">;

/** In-tree, or of the NFS CSI driver. @see https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/docs/driver-parameters.md */
function exportOf(spec: V1PersistentVolume["spec"]): Export | null {
  if (spec?.nfs !== undefined) return spec.nfs;
  if (spec?.csi?.driver !== "nfs.csi.k8s.io") return null;
  const { server, share, subDir, subdir } = spec.csi.volumeAttributes ?? {};
  if (server === undefined || share === undefined) return null;
  return { server, path: [share, subDir ?? subdir ?? ""].join("/") };
}

function isSame(one: Export, other: Export): boolean {
  return one.server.toLowerCase() === other.server.toLowerCase() && plain(one.path) === plain(other.path);
}

/** A path without the slashes that mean nothing. */
function plain(path: string): string {
  return path.replace(/\/+/g, "/").replace(/(?<=.)\/$/, "");
}

function howToSee([first]: readonly V1Node[], { loki: { volume }, inotify }: Model): string {
  const options = volume.mountOptions.length === 0 ? "" : `-o ${volume.mountOptions.join(",")} `;
  const mount = `mount -t nfs ${options}${volume.server}:${volume.path} /mnt && ls -ldn /mnt; umount /mnt`;
  const debug = `kubectl debug node/${first?.metadata?.name ?? "<node>"} -it --profile=sysadmin --image=${reference(inotify.busybox)}`;
  return `whether a node can mount it, and that it belongs to 10001, shows: ${debug} -- chroot /host sh -c '${mount}' (its pod stays there until you delete it)`;
}
