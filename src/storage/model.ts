import { LOKI } from "../loki/layout";
import type { NfsSettings } from "../loki/settings";
import type { SettingsReader } from "../settings/settings-reader";
import { absolutePath, hostName, mountOption } from "../settings/validators";
import { ByteSize } from "../units";

export interface VolumeModel {
  readonly name: string;
  /**
   * A storage class that no cluster has, so that no provisioner answers for it. An empty one doesn't arrive: the
   * Kubernetes provider leaves it out of the claim, and the cluster's default class takes its place.
   */
  readonly storageClass: string;
  readonly claim: string;
  readonly size: ByteSize;
  readonly server: string;
  readonly path: string;
  readonly mountOptions: readonly string[];
}

/** Of the volume and of its claim: one Loki writes. */
export const ACCESS_MODES: readonly string[] = ["ReadWriteOnce"];

export function resolveVolume(reader: SettingsReader<NfsSettings>, namespace: string): VolumeModel {
  // Volumes belong to no namespace: their names have to.
  const name = `${namespace}-${LOKI}`;
  return {
    name,
    storageClass: name,
    // The name that the StatefulSet gives the claim of its first pod, and by which it adopts an existing one.
    claim: `storage-${LOKI}-0`,
    size: reader.byteSize("size", ByteSize.gibibytes(15)),
    server: reader.text("server", hostName),
    path: reader.text("path", absolutePath),
    mountOptions: reader.texts("mountOptions", mountOption, ["nfsvers=4.1", "hard", "noatime"]),
  };
}
