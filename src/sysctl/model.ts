import type { ResourcesModel } from "../cluster/resources";
import type { SettingsReader } from "../settings/settings-reader";
import type { ImageModel, ImagesModel } from "../terraform/artefacts";
import { ByteSize, Cpu } from "../units";

/**
 * Inotify limits of every node. Agents watch log files with inotify. Higher limits on a node are kept.
 * @see https://man7.org/linux/man-pages/man7/inotify.7.html
 */
export interface InotifySettings {
  /**
   * Maximum number of files that one user can watch (fs.inotify.max_user_watches).
   * @default 1048576
   */
  readonly maxUserWatches?: number;
  /**
   * Maximum number of inotify instances of one user, over all containers of the node (fs.inotify.max_user_instances).
   * @default 8192
   */
  readonly maxUserInstances?: number;
  /**
   * Maximum number of queued events per inotify instance (fs.inotify.max_queued_events).
   * @default 1048576
   */
  readonly maxQueuedEvents?: number;
}

export interface InotifyModel {
  readonly name: string;
  readonly maxUserWatches: number;
  readonly maxUserInstances: number;
  readonly maxQueuedEvents: number;
  readonly busybox: ImageModel;
  readonly pause: ImageModel;
}

/** The container that keeps running on each node. */
export const PAUSE: ResourcesModel = {
  cpuRequest: Cpu.millicores(1),
  cpuLimit: Cpu.millicores(1),
  memoryRequest: ByteSize.mebibytes(4),
  memoryLimit: ByteSize.mebibytes(4),
  // It writes nothing. The init container writes three lines.
  storage: { request: ByteSize.mebibytes(1), limit: ByteSize.mebibytes(16) },
};

/** The init container, which runs a shell. Its requests are the same, but it briefly uses more memory and CPU. */
export const SYSCTL: ResourcesModel = {
  ...PAUSE,
  // A limit far above the request would violate the ratio of a LimitRange.
  cpuLimit: null,
  memoryLimit: ByteSize.mebibytes(16),
};

/** The init container's name. */
export const SYSCTL_CONTAINER = "sysctl";

/**
 * The only files of the node that the init container sees. It mounts them outside its own /proc/sys, which container
 * runtimes mount read-only and AppArmor's default profile denies writing to.
 * @see https://github.com/containerd/containerd/blob/v2.1.4/contrib/apparmor/template.go
 */
export const INOTIFY = { volume: "inotify", hostPath: "/proc/sys/fs/inotify", mountPath: "/node/inotify" } as const;

/** Tolerates every taint, because tainted nodes also need the limits. */
export const SYSCTL_TOLERATIONS = [{ operator: "Exists" }];

/** The labels by which the DaemonSet selects its pods. */
export function sysctlLabels({ name }: InotifyModel): Readonly<Record<string, string>> {
  return { app: name };
}

/** The kernel stores each limit in an int. */
const MAXIMUM = 2 ** 31 - 1;

export function resolveInotify(reader: SettingsReader<InotifySettings>, { busybox, pause }: ImagesModel): InotifyModel {
  return {
    name: "sysctl-inotify",
    maxUserWatches: reader.count("maxUserWatches", 1_048_576, 1, MAXIMUM),
    maxUserInstances: reader.count("maxUserInstances", 8_192, 1, MAXIMUM),
    maxQueuedEvents: reader.count("maxQueuedEvents", 1_048_576, 1, MAXIMUM),
    busybox,
    pause,
  };
}
