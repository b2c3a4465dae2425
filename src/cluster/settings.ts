import type { ByteSize, Cpu } from "../units";

/** Facts about the cluster that the stack depends on. */
export interface ClusterSettings {
  /**
   * Number of nodes, control plane included.
   * @default 5
   */
  readonly nodes?: number;
  /**
   * DNS domain of the cluster, the end of every Service's address.
   * @default "cluster.local"
   * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
   */
  readonly domain?: string;
  /**
   * Taints of the nodes. An empty array declares that there are none.
   * @default - not declared
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
   */
  readonly taints?: readonly TaintSettings[];
  /**
   * Limits for each container in the namespace (LimitRange).
   * @default - not declared
   * @see https://kubernetes.io/docs/concepts/policy/limit-range/
   */
  readonly limitRange?: LimitRangeSettings;
  /**
   * Quota of the namespace (ResourceQuota).
   * @default - not declared
   * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
   */
  readonly quota?: QuotaSettings;
}

/** One taint of a node. */
export interface TaintSettings {
  /** Key of the taint, such as "node-role.kubernetes.io/control-plane". */
  readonly key: string;
  /**
   * Value of the taint.
   * @default - no value
   */
  readonly value?: string;
  /** Effect on pods without a toleration for the taint. */
  readonly effect: TaintEffect;
}

export const taintEffects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
export type TaintEffect = (typeof taintEffects)[number];

/** Limits for each container in the namespace. */
export interface LimitRangeSettings {
  /**
   * Maximum memory limit of a container.
   * @default - no maximum
   */
  readonly maxMemory?: ByteSize;
  /**
   * Maximum CPU limit of a container.
   * @default - no maximum
   */
  readonly maxCpu?: Cpu;
}

/** Quota of the namespace. */
export interface QuotaSettings {
  /**
   * Maximum sum of all memory requests in the namespace.
   * @default - no maximum
   */
  readonly requestsMemory?: ByteSize;
  /**
   * Maximum sum of all CPU requests in the namespace.
   * @default - no maximum
   */
  readonly requestsCpu?: Cpu;
  /**
   * Maximum number of pods in the namespace.
   * @default - no maximum
   */
  readonly pods?: number;
}

/** What the cluster logs. "npm run capacity" computes streams, memory, disk space and times from it. */
export interface LoadSettings {
  /**
   * Number of pods that run at the same time.
   * @default - 90 per node (450)
   */
  readonly pods?: number;
  /**
   * Number of pods that start in a day. Each run of a CronJob counts: its streams stay in memory until they are idle
   * for chunkIdlePeriod.
   * @default - 22 per running pod (10000)
   */
  readonly podStartsPerDay?: number;
  /**
   * Log text that all nodes write in a day, before compression.
   * @default 1 GiB
   */
  readonly bytesPerDay?: ByteSize;
  /**
   * Lines that all nodes write in a second, averaged over a day. Set it instead of bytesPerDay.
   * @default - not declared, bytesPerDay applies
   */
  readonly linesPerSecond?: number;
  /**
   * Average length of a line, for linesPerSecond and for the agents' limits, which count lines.
   * @default 200 bytes
   */
  readonly bytesPerLine?: ByteSize;
  /**
   * Compression ratio: size of the text divided by the size of Loki's chunks.
   * @default 5
   * @see https://grafana.com/docs/loki/latest/configure/bp-configure/
   */
  readonly compression?: number;
}
