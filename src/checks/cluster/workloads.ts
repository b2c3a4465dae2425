import { ROLLOUT_SHARE } from "../../alloy/model";
import type { ResourcesModel } from "../../cluster/resources";
import type { Model } from "../../model";
import { PAUSE } from "../../nodes/model";

export interface Workload {
  /** How its resources are called in the settings, or what it is where they are not. */
  readonly setting: string;
  /** How many there are at once, during a rollout. */
  readonly pods: number;
  readonly resources: Pick<ResourcesModel, "cpuRequest" | "memoryRequest"> & Partial<ResourcesModel>;
}

/** Every pod of the plan, with what it asks for. */
export function workloads({ loki, alloy, inotify, cluster }: Model): readonly Workload[] {
  return [
    { setting: "loki.resources", pods: 1, resources: loki.resources },
    {
      setting: "alloy.resources",
      pods: cluster.nodes + Math.ceil(cluster.nodes * ROLLOUT_SHARE),
      resources: alloy.agent.resources,
    },
    { setting: inotify.name, pods: cluster.nodes, resources: PAUSE },
    ...(alloy.events ? [{ setting: alloy.events.release, pods: 1, resources: alloy.events.resources }] : []),
  ];
}
