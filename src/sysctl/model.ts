import type { ResourcesModel } from "../cluster/resources";
import type { SettingsReader } from "../settings/settings-reader";
import type { ImageModel, ImagesModel } from "../terraform/artefacts";
import { ByteSize, Cpu } from "../units";
import type { InotifySettings } from "./settings";

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
