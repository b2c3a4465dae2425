import type { ResourcesSettings } from "../cluster/resources";

/** The agents that collect logs, and their sources. */
export interface AlloySettings {
  /**
   * Container runtime of the nodes, which determines the format of the log files.
   * @default "containerd"
   */
  readonly runtime?: ContainerRuntime;
  /**
   * Whether to collect the journal of the nodes. The OOMKilled alert needs the kernel's lines in it.
   * @default true
   */
  readonly journal?: boolean;
  /**
   * Whether to collect Kubernetes events. The PodCrashLoopBackOff alert needs them.
   * @default true
   */
  readonly events?: boolean;
  /**
   * Pod log lines that the agents drop. They never drop journal lines or events.
   * @default - only Loki's own lines about rule evaluations
   */
  readonly drop?: readonly DropSettings[];
  /**
   * Resource requests and limits of the agent on each node.
   * @default - requests 50m and 128 MiB, memory limit 512 MiB, no CPU limit
   */
  readonly resources?: ResourcesSettings;
}

export const containerRuntimes = ["containerd", "cri-o", "docker"] as const;
export type ContainerRuntime = (typeof containerRuntimes)[number];

/** Pod log lines that the agents drop. */
export interface DropSettings {
  /** Name of the drop in Alloy's metric loki_process_dropped_lines_total. */
  readonly name: string;
  /** Why these lines aren't needed. The pipeline contains it as a comment. */
  readonly reason: string;
  /**
   * The lines to drop: a LogQL stream selector with line filters and double-quoted strings, such as
   * '{namespace="web"} |= "GET /healthz"'.
   * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.process/#stagematch
   */
  readonly selector: string;
}
