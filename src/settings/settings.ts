import type { Access } from "../access/access";
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

/** The settings of an installation. Only `nfs` and `alertmanager` have no default. */
export interface Settings {
  /** The NFS export that stores the logs. */
  readonly nfs: NfsSettings;
  /** The Alertmanager that receives the alerts, or "none" to send no alerts. */
  readonly alertmanager: AlertmanagerSettings | "none";
  /**
   * The namespace of the stack.
   * @default - "monitoring", created by the stack
   */
  readonly namespace?: NamespaceSettings;
  /**
   * The namespace in which `npm run verify` starts its pods.
   * @default - one beside the namespace of the stack, created by the stack
   */
  readonly drill?: DrillSettings;
  /**
   * Facts about the cluster that the stack depends on.
   * @default - five nodes; no taints, limits or quotas declared
   */
  readonly cluster?: ClusterSettings;
  /**
   * What the cluster logs, which determines the resources that Loki needs.
   * @default - 90 pods per node, 10000 pod starts a day for 450 pods, and 1 GiB of logs a day
   */
  readonly load?: LoadSettings;
  /**
   * Loki: retention, memory, chunks and the write-ahead log.
   * @default - tuned to write little to disk
   */
  readonly loki?: LokiSettings;
  /**
   * The agents that collect logs, and their sources.
   * @default - collect pod logs, the journal and Kubernetes events
   */
  readonly alloy?: AlloySettings;
  /**
   * The inotify limits of every node.
   * @default - see each setting
   */
  readonly inotify?: InotifySettings;
  /**
   * The alert rules.
   * @default - every file in rules/
   */
  readonly alerting?: AlertingSettings;
  /**
   * The Grafana that gets the datasource.
   * @default - one in the namespace of the stack
   */
  readonly grafana?: GrafanaSettings;
  /**
   * Where Helm downloads the charts.
   * @default - their public repositories
   */
  readonly charts?: ChartsSettings;
  /**
   * Where nodes pull the images.
   * @default - their public registries
   */
  readonly images?: ImagesSettings;
  /**
   * Terraform's state, its access to the cluster, and its look-ups.
   * @default - a local state, the kubeconfig in KUBE_CONFIG_PATH, and look-ups
   */
  readonly terraform?: TerraformSettings;
  /**
   * Who may connect to Loki and the agents.
   * @default - Access.networkPolicy()
   */
  readonly access?: Access;
  /**
   * Findings of checks that are intended and don't stop the synthesis, each with a reason.
   * @default - none
   */
  readonly accept?: readonly AcceptSettings[];
}

/** The namespace of the stack. */
export interface NamespaceSettings {
  /**
   * Name of the namespace.
   * @default "monitoring"
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly name?: string;
  /**
   * Whether the stack creates the namespace, with the Pod Security level that its pods need, or uses an existing one.
   * @default true
   * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
   */
  readonly create?: boolean;
}

/** The namespace in which verify starts its pods. Anyone who runs verify may create and delete pods in it. */
export interface DrillSettings {
  /**
   * Name of the namespace. Nothing else runs in it.
   * @default - "<namespace.name>-drill"
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly namespace?: string;
  /**
   * Whether the stack creates the namespace, with the Pod Security level "restricted", or uses an existing one.
   * @default true
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
   */
  readonly create?: boolean;
}
