import type { AlertingSettings, AlertmanagerSettings } from "../alerting/settings";
import type { AlloySettings } from "../alloy/settings";
import type { ClusterSettings, LoadSettings } from "../cluster/settings";
import type { GrafanaSettings } from "../grafana/model";
import type { LokiSettings } from "../loki/settings";
import type { NfsSettings } from "../storage/nfs";
import type { InotifySettings } from "../sysctl/model";
import type { ChartsSettings, ImagesSettings } from "../terraform/artefacts";
import type { TerraformSettings } from "../terraform/model";
import type { AcceptSettings } from "./acceptance";

/** What a person writes about an installation. Only the first two have no sensible default. */
export interface Settings {
  /** The NFS export that holds the logs. */
  readonly nfs: NfsSettings;
  /** The Alertmanager that is told of alerts, or "none". */
  readonly alertmanager: AlertmanagerSettings | "none";
  /**
   * The namespace of everything in the plan.
   * @default - "monitoring", created
   */
  readonly namespace?: NamespaceSettings;
  /**
   * The cluster, as far as the plan depends on it.
   * @default - five nodes, no taints, limits or quotas declared
   */
  readonly cluster?: ClusterSettings;
  /**
   * What the cluster logs.
   * @default - 90 pods a node, 10000 pod starts for 450 pods, and 1 GiB a day
   */
  readonly load?: LoadSettings;
  /**
   * Loki.
   * @default - the disk-friendly tuning
   */
  readonly loki?: LokiSettings;
  /**
   * The agents that read logs.
   * @default - pods, journal and events
   */
  readonly alloy?: AlloySettings;
  /**
   * The nodes' inotify limits.
   * @default - see each setting
   */
  readonly inotify?: InotifySettings;
  /**
   * The alert rules.
   * @default - every file in rules/
   */
  readonly alerting?: AlertingSettings;
  /**
   * The Grafana that shows the logs.
   * @default - one in the namespace of this plan
   */
  readonly grafana?: GrafanaSettings;
  /**
   * Where charts come from.
   * @default - their public repositories
   */
  readonly charts?: ChartsSettings;
  /**
   * Where images come from.
   * @default - their public registries
   */
  readonly images?: ImagesSettings;
  /**
   * State, kubeconfig and look-ups.
   * @default - a local state, the kubeconfig that KUBE_CONFIG_PATH names, look-ups on
   */
  readonly terraform?: TerraformSettings;
  /**
   * Findings of checks that shall not stop the plan, each with the reason why.
   * @default - none
   */
  readonly accept?: readonly AcceptSettings[];
}

export interface NamespaceSettings {
  /**
   * Its name.
   * @default "monitoring"
   */
  readonly name?: string;
  /**
   * Whether the plan creates it (with the Pod Security level that its pods need) or finds it there.
   * @default true
   */
  readonly create?: boolean;
}
