import { ROLLOUT_SHARE } from "../alloy/model";
import type { ResourcesModel } from "../cluster/resources";
import type { Model } from "../model";
import { PAUSE, SYSCTL } from "../sysctl/model";
import { ByteSize, Cpu } from "../units";

/** @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export const ENFORCE = "pod-security.kubernetes.io/enforce";

/** The labels that reject pods, and warn of and audit what creates them. */
export const LEVEL_LABELS = [ENFORCE, "pod-security.kubernetes.io/audit", "pod-security.kubernetes.io/warn"] as const;

/**
 * Stricter levels reject host paths. The agents read the logs of their node, and sysctl-inotify writes its limits. Nothing
 * else of the stack needs this level: no pod is privileged or shares a namespace of the node.
 */
export const LEVEL = "privileged";

/** The strictest level. The pods of verify satisfy it. */
export const DRILL_LEVEL = "restricted";

/** A group of identical pods. */
export interface Workload {
  readonly name: string;
  /** The setting of its resources. Null if they are fixed. */
  readonly setting: string | null;
  readonly pods: number;
  /** The number of additional pods during a rollout. */
  readonly surge: number;
  /** The resources of the main container. */
  readonly resources: ResourcesModel;
  /** The resources of the init container, if any. Its requests don't exceed the main container's. */
  readonly init?: ResourcesModel;
}

/** Returns every group of pods in the stack, with its resources. */
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

/** Returns a name for a resource of a workload: its setting, if it has one. */
export function settingOf({ name, setting }: Workload, key: string): string {
  return setting === null ? `the ${key} of ${name}` : `${setting}.${key}`;
}

/** The sum of the requests of all pods. */
export interface Reservation {
  readonly memory: ByteSize;
  readonly cpu: Cpu;
  readonly pods: number;
}

/** Returns the maximum sum of requests, which occurs during a rollout. */
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
