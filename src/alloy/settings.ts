import type { ResourcesSettings } from "../cluster/resources";

/** The agents that read logs, and what they read. */
export interface AlloySettings {
  /**
   * What runs the containers, and so the format of their log files.
   * @default "containerd"
   */
  readonly runtime?: ContainerRuntime;
  /**
   * Whether the nodes' journal is collected. The OOMKilled alert reads the kernel's lines in it.
   * @default true
   */
  readonly journal?: boolean;
  /**
   * Whether the cluster's events are collected. The PodCrashLoopBackOff alert reads them.
   * @default true
   */
  readonly events?: boolean;
  /**
   * Lines of pods that are thrown away before they are sent. None of the journal and of events ever is.
   * @default - none but Loki's own lines about each evaluation of each rule
   */
  readonly drop?: readonly DropSettings[];
  /**
   * What the agent on each node asks for and may use.
   * @default - 50m and 128 MiB requested, memory limited to 512 MiB, no CPU limit
   */
  readonly resources?: ResourcesSettings;
}

export const containerRuntimes = ["containerd", "cri-o", "docker"] as const;
export type ContainerRuntime = (typeof containerRuntimes)[number];

export interface DropSettings {
  /** What the drop is called in Alloy's metric loki_process_dropped_lines_total. */
  readonly name: string;
  /** Why nobody will miss these lines; it stands in the pipeline above the rule. */
  readonly reason: string;
  /**
   * The lines, as a LogQL stream selector with line filters, every text in double quotes, such as
   * '{namespace="web"} |= "GET /healthz"'.
   * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.process/#stagematch
   */
  readonly selector: string;
}
