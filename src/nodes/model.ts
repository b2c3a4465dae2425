import type { Section } from "../section";
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

/** What the pod that stays on each node asks for. */
export const PAUSE = { cpuRequest: Cpu.millicores(1), memoryRequest: ByteSize.mebibytes(4) };

/** Every node needs the limits, tainted ones too. */
export const SYSCTL_TOLERATIONS = [{ operator: "Exists" }];

/** The kernel keeps each limit in an int. */
const MOST = 2 ** 31 - 1;

export function resolveInotify(section: Section<InotifySettings>, { busybox, pause }: ImagesModel): InotifyModel {
  return {
    name: "sysctl-inotify",
    maxUserWatches: section.count("maxUserWatches", 1_048_576, 1, MOST),
    maxUserInstances: section.count("maxUserInstances", 8_192, 1, MOST),
    maxQueuedEvents: section.count("maxQueuedEvents", 1_048_576, 1, MOST),
    busybox,
    pause,
  };
}
