import type { ByteSize, Cpu } from "../units";

/** The cluster that the plan is for, as far as the plan depends on it. */
export interface ClusterSettings {
  /**
   * How many nodes the cluster has, control plane included.
   * @default 5
   */
  readonly nodes?: number;
  /**
   * The DNS domain that every Service's address ends with.
   * @default "cluster.local"
   */
  readonly domain?: string;
  /**
   * The taints that nodes carry; an empty list says that there are none.
   * @default - not declared
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
   */
  readonly taints?: readonly TaintSettings[];
  /**
   * The LimitRange of the namespace, for containers.
   * @default - none declared
   * @see https://kubernetes.io/docs/concepts/policy/limit-range/
   */
  readonly limitRange?: LimitRangeSettings;
  /**
   * The ResourceQuota of the namespace.
   * @default - none declared
   * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
   */
  readonly quota?: QuotaSettings;
}

export interface TaintSettings {
  /** The taint's key, such as "node-role.kubernetes.io/control-plane". */
  readonly key: string;
  /**
   * The taint's value.
   * @default - no value
   */
  readonly value?: string;
  /** What happens to pods that don't tolerate it. */
  readonly effect: TaintEffect;
}

export const taintEffects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
export type TaintEffect = (typeof taintEffects)[number];

export interface LimitRangeSettings {
  /**
   * The most memory that one container may be limited to.
   * @default - no bound
   */
  readonly maxMemory?: ByteSize;
  /**
   * The most processor time that one container may be limited to.
   * @default - no bound
   */
  readonly maxCpu?: Cpu;
}

export interface QuotaSettings {
  /**
   * What all memory requests of the namespace may add up to.
   * @default - no bound
   */
  readonly requestsMemory?: ByteSize;
  /**
   * What all processor requests of the namespace may add up to.
   * @default - no bound
   */
  readonly requestsCpu?: Cpu;
  /**
   * How many pods the namespace may hold.
   * @default - no bound
   */
  readonly pods?: number;
}

/** What the cluster writes to its logs: streams, memory, disk and time follow from it (npm run capacity). */
export interface LoadSettings {
  /**
   * How many pods run at a time.
   * @default - 90 a node (450)
   */
  readonly pods?: number;
  /**
   * How many pods start in a day: every run of a CronJob is one, and its streams stay until they are idle for long enough.
   * @default - 22 for each pod that runs (10000)
   */
  readonly podStartsPerDay?: number;
  /**
   * How much text all nodes write in a day, before compression.
   * @default 1 GiB
   */
  readonly bytesPerDay?: ByteSize;
  /**
   * How many lines all nodes write in a second, on the average of a day; instead of bytesPerDay.
   * @default - none, the bytes count
   */
  readonly linesPerSecond?: number;
  /**
   * How long a line is, on the average, where lines are counted.
   * @default 200 bytes
   */
  readonly bytesPerLine?: ByteSize;
  /**
   * How many times smaller Loki's chunks are than the text in them.
   * @default 5
   * @see https://grafana.com/docs/loki/latest/configure/bp-configure/
   */
  readonly compression?: number;
}
