import { LOKI } from "../loki/layout";
import type { SettingsReader } from "../settings/settings-reader";
import { absolutePath, hostName, mountOption, type TextValidator } from "../settings/validators";
import { ByteSize } from "../units";
import { readExport, unreachable } from "./nfs-server";

/** The NFS export that holds Loki's chunks, its index and the compactor's state. */
export interface NfsSettings {
  /** Host name or IP address of the NFS server, as every node reaches it. It can't change while the stack is deployed. */
  readonly server: string;
  /** Absolute path of the export, owned by 10001:10001 (Loki's user). It can't change while the stack is deployed. */
  readonly path: string;
  /**
   * Mount options of the volume.
   * @default ["nfsvers=4.1", "hard", "noatime"]
   * @see https://man7.org/linux/man-pages/man5/nfs.5.html
   */
  readonly mountOptions?: readonly string[];
  /**
   * Size that the volume claims. NFS doesn't enforce it. It can't change while the stack is deployed.
   * @default 15 GiB
   */
  readonly size?: ByteSize;
}

export interface VolumeModel {
  readonly name: string;
  /**
   * A storage class that exists in no cluster, so that no provisioner handles the claim. An empty name doesn't work: the
   * Kubernetes provider omits it from the claim, so the cluster's default class applies.
   */
  readonly storageClass: string;
  readonly claim: string;
  readonly size: ByteSize;
  readonly server: string;
  readonly path: string;
  readonly mountOptions: readonly string[];
}

/** The access modes of the volume and its claim. Only one Loki writes. */
export const ACCESS_MODES: readonly string[] = ["ReadWriteOnce"];

export function resolveVolume(reader: SettingsReader<NfsSettings>, namespace: string): VolumeModel {
  // Volumes have no namespace, so the name includes it.
  const name = `${namespace}-${LOKI}`;
  return {
    name,
    storageClass: name,
    // The StatefulSet adopts an existing claim that has the name of its first pod's claim.
    claim: `storage-${LOKI}-0`,
    size: reader.byteSize("size", ByteSize.gibibytes(15)),
    server: resolveServer(reader),
    path: reader.text("path", absolutePath),
    mountOptions: reader.texts("mountOptions", mountOption, ["nfsvers=4.1", "hard", "noatime"]),
  };
}

/** Corrects "nas:/srv" to "nas": the path is a setting of its own. */
const nfsServer: TextValidator = { ...hostName, correct: (text) => readExport(text)?.server ?? "" };

function resolveServer(reader: SettingsReader<NfsSettings>): string {
  const server = reader.text("server", nfsServer);
  const problem = reader.areValid("server") ? unreachable(server, reader.fullName("server")) : null;
  if (problem !== null) reader.refuse(problem);
  return server;
}
