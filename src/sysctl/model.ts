import type { ResourcesModel } from "../cluster/resources";
import type { SettingsReader } from "../settings/settings-reader";
import type { ImageModel, ImagesModel } from "../terraform/artefacts";
import { ByteSize, Cpu } from "../units";

/** The inotify limits that every node needs before anything may watch files on it. @see https://man7.org/linux/man-pages/man7/inotify.7.html */
export interface InotifySettings {
  /**
   * Files that one user may watch (fs.inotify.max_user_watches).
   * @default 1048576
   */
  readonly maxUserWatches?: number;
  /**
   * Inotify instances that one user may open (fs.inotify.max_user_instances), counted over all containers of the node.
   * @default 8192
   */
  readonly maxUserInstances?: number;
  /**
   * Events that may wait in one instance (fs.inotify.max_queued_events).
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

/** The container that stays on each node. */
export const PAUSE: ResourcesModel = {
  cpuRequest: Cpu.millicores(1),
  cpuLimit: Cpu.millicores(1),
  memoryRequest: ByteSize.mebibytes(4),
  memoryLimit: ByteSize.mebibytes(4),
};

/** The init container before it is a shell, which asks for no more, and needs more for a moment. */
export const SYSCTL: ResourcesModel = { ...PAUSE, cpuLimit: null, memoryLimit: ByteSize.mebibytes(16) };

/** The init container's name. */
export const SYSCTL_CONTAINER = "sysctl";

/** Every node needs the limits, tainted ones too. */
export const SYSCTL_TOLERATIONS = [{ operator: "Exists" }];

/** The kernel keeps each limit in an int. */
const MOST = 2 ** 31 - 1;

export function resolveInotify(reader: SettingsReader<InotifySettings>, { busybox, pause }: ImagesModel): InotifyModel {
  return {
    name: "sysctl-inotify",
    maxUserWatches: reader.count("maxUserWatches", 1_048_576, 1, MOST),
    maxUserInstances: reader.count("maxUserInstances", 8_192, 1, MOST),
    maxQueuedEvents: reader.count("maxQueuedEvents", 1_048_576, 1, MOST),
    busybox,
    pause,
  };
}
