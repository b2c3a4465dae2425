import { ROLLOUT_SHARE } from "../alloy/model";
import type { ResourcesModel } from "../cluster/resources";
import type { Model } from "../model";
import { PAUSE, SYSCTL } from "../sysctl/model";
import { ByteSize, Cpu } from "../units";

/** One kind of the plan's pods. */
export interface Workload {
  readonly name: string;
  /** Where its resources can be set, null where they can't. */
  readonly setting: string | null;
  readonly pods: number;
  /** How many more there are during a rollout. */
  readonly surge: number;
  /** Of the container that stays. */
  readonly resources: ResourcesModel;
  /** Of the init container, where there is one. It asks for no more than the one that stays. */
  readonly init?: ResourcesModel;
}

/** Every kind of the plan's pods, with what they ask for. */
export function workloads({ loki, alloy, inotify, cluster: { nodes } }: Model): readonly Workload[] {
  const surge = Math.ceil(nodes * ROLLOUT_SHARE);
  const { agent, events } = alloy;
  return [
    { name: "Loki", setting: "loki.resources", pods: 1, surge: 0, resources: loki.resources },
    { name: "Alloy", setting: "alloy.resources", pods: nodes, surge, resources: agent.resources },
    { name: inotify.name, setting: null, pods: nodes, surge: 0, resources: PAUSE, init: SYSCTL },
    ...(events ? [{ name: events.release, setting: null, pods: 1, surge: 0, resources: events.resources }] : []),
  ];
}

/** A value of a workload as the person finds it: a setting where it is one. */
export function settingOf({ name, setting }: Workload, key: string): string {
  return setting === null ? `the ${key} of ${name}` : `${setting}.${key}`;
}

/** What all pods of the plan ask for together. */
export interface Reservation {
  readonly memory: ByteSize;
  readonly cpu: Cpu;
  readonly pods: number;
}

/** What they ask for at most, which is during a rollout. */
export function reservationOf(model: Model): Reservation {
  const all = workloads(model).map(({ pods, surge, resources }) => ({ pods: pods + surge, resources }));
  return {
    memory: all
      .map(({ pods, resources }) => resources.memoryRequest.scaled(pods))
      .reduce((sum, part) => sum.plus(part), ByteSize.bytes(0)),
    cpu: all
      .map(({ pods, resources }) => resources.cpuRequest.times(pods))
      .reduce((sum, part) => sum.plus(part), Cpu.millicores(0)),
    pods: all.map((workload) => workload.pods).reduce((sum, count) => sum + count),
  };
}
