/** The entry point: everything that main.ts imports. */
export { Access, type NetworkPolicySettings } from "./access/access";
export { Peer, type PodPeerProps } from "./access/peer";
export type { AlertingSettings, AlertmanagerSettings } from "./alerting/settings";
export type { AlloySettings, ContainerRuntime, DropSettings } from "./alloy/settings";
export { installation } from "./cli/installation";
export type { ResourcesSettings } from "./cluster/resources";
export type {
  ClusterSettings,
  LimitRangeSettings,
  LoadSettings,
  QuotaSettings,
  TaintEffect,
  TaintSettings,
} from "./cluster/settings";
export type { GrafanaSettings } from "./grafana/model";
export type { IngesterSettings, LokiSettings, WalSettings } from "./loki/settings";
export type { AcceptSettings } from "./settings/acceptance";
export type { NamespaceSettings, Settings } from "./settings/settings";
export type { NfsSettings } from "./storage/nfs";
export type { InotifySettings } from "./sysctl/model";
export type { ChartSource, ChartsSettings, ImagesSettings } from "./terraform/artefacts";
export { Backend, type KubernetesBackendConfig } from "./terraform/backend";
export type { TerraformSettings } from "./terraform/model";
export { ByteSize, Cpu, Duration } from "./units";
