import { constant, type ExaminedChart, fixed, within } from "./key";
import { annotations, labels, serviceAnnotations } from "./metadata";
import { containerSecurity, dnsConfig, podSecurity, priorityClass, pullPolicy, pullSecrets } from "./pod";
import { affinity, linuxNodes, tolerations, topologySpread } from "./scheduling";
import { boolean, integer } from "./shape";
import { extraMounts, extraVolumes, type PodVolumes } from "./volumes";

/** The image's user, who owns the export. */
const LOKI = { uid: 10_001, isRoot: false };

const POD: PodVolumes = {
  volumes: "singleBinary.extraVolumes",
  mounts: "singleBinary.extraVolumeMounts",
  names: ["temp", "config", "runtime-config", "storage", "sc-rules-volume", "sc-rules-temp"],
  paths: [
    ...["/etc/loki/config", "/etc/loki/runtime-config", "/etc/loki/rules", "/var/loki", "/tmp"],
    ...["/dev", "/etc/hosts", "/etc/passwd", "/etc/resolv.conf", "/proc", "/sys", "/usr/bin", "/var/run/secrets"],
  ],
};

const UNKNOWN_METADATA = "Kubernetes rejects it, selectors miss the pod, or another program changes it";
const RIGHTS = "Loki runs with other rights, or as a user that cannot write to the export";
const TOKEN = "Loki has a token of the API server, which it doesn't use";
const REJECTED = "Kubernetes rejects the pod, or never schedules it";
const SECURED_POD = ["runAsUser", "runAsNonRoot", "seccompProfile"];
const SECURED_CONTAINER = ["allowPrivilegeEscalation", "readOnlyRootFilesystem", "capabilities", "seccompProfile"];

/** The keys of chart loki 18.11.0. */
export const examinedLoki: ExaminedChart = {
  keys: [
    ...within(
      "commonLabels loki.podLabels singleBinary.labels singleBinary.podLabels serviceAccount.labels",
      labels,
      UNKNOWN_METADATA,
    ),
    ...within("singleBinary.serviceLabels singleBinary.service.labels", labels, UNKNOWN_METADATA),
    ...within(
      "loki.annotations loki.podAnnotations singleBinary.annotations singleBinary.podAnnotations serviceAccount.annotations",
      annotations,
      UNKNOWN_METADATA,
    ),
    ...within(
      "loki.serviceAnnotations singleBinary.serviceAnnotations singleBinary.service.annotations",
      serviceAnnotations,
      "another program changes the Service that agents and Grafana use",
    ),
    ...within("singleBinary.affinity", affinity, REJECTED),
    ...within("singleBinary.tolerations", tolerations, REJECTED),
    ...within("singleBinary.topologySpreadConstraints", topologySpread, REJECTED),
    ...within("singleBinary.priorityClassName", priorityClass, REJECTED),
    ...within("singleBinary.dnsConfig loki.dnsConfig", dnsConfig, "Loki cannot resolve Alertmanager's name"),
    ...within("imagePullSecrets serviceAccount.imagePullSecrets", pullSecrets, "the node cannot pull the image"),
    ...within("loki.image.pullPolicy", pullPolicy, "a node without the image never runs the pod"),
    constant(
      "singleBinary.enableServiceLinks",
      false,
      "Loki's environment has the address of every Service of the namespace",
    ),
    ...within("loki.enableServiceLinks", boolean, REJECTED),
    ...within("loki.revisionHistoryLimit", integer(0), "Kubernetes rejects the object"),
    // Helm merges it with the chart's own, which has the keys that are absent here.
    ...within("loki.podSecurityContext", podSecurity(LOKI), RIGHTS),
    ...within("loki.containerSecurityContext", containerSecurity(LOKI), RIGHTS),
    // It replaces the chart's own.
    ...within("singleBinary.podSecurityContext", podSecurity(LOKI, SECURED_POD), RIGHTS),
    ...within("singleBinary.containerSecurityContext", containerSecurity(LOKI, SECURED_CONTAINER), RIGHTS),
    ...within(POD.volumes, extraVolumes(POD), "the pod does not start, or writes to the node"),
    ...within(POD.mounts, extraMounts(POD), "the pod does not start, or Loki reads and writes the wrong files"),
    ...within("singleBinary.nodeSelector", linuxNodes, "the pod may land on a node that cannot run the image"),
    fixed("loki.config", ["{}"], "the chart's template adds keys that the stack does not derive"),
    constant("loki.storage.type", "filesystem", "the chart requires buckets"),
    fixed("singleBinary.persistence.enabled", [true], "chunks are in an emptyDir and are lost with the pod"),
    fixed(
      "singleBinary.persistence.enableStatefulSetAutoDeletePVC",
      [false],
      "rolling a release back deletes the claim, and the logs with it",
    ),
    fixed("loki.configStorageType", ["ConfigMap"], "the configuration is a Secret that the pod does not mount"),
    fixed("singleBinary.kind", ["StatefulSet"], "no pod adopts the claim"),
    fixed(
      "singleBinary.podDisruptionBudget.enabled",
      [false],
      "a budget for one replica blocks every drain of its node",
    ),
    constant("singleBinary.automountServiceAccountToken", false, TOKEN),
    fixed("serviceAccount.create", [true], "the pod needs a service account that nothing creates"),
    constant("serviceAccount.automountServiceAccountToken", false, TOKEN),
    constant("test.enabled", false, "the chart does not render without its canary"),
    fixed("rbac.namespaced", [true], "the name of a ClusterRole limits the cluster to one installation"),
  ],
  elsewhere: [
    // deployment-mode
    ...["deploymentMode", "singleBinary.replicas", "backend.replicas", "read.replicas", "write.replicas"],
    // extra-components
    ...["chunksCache.enabled", "resultsCache.enabled", "gateway.enabled", "lokiCanary.enabled"],
    "sidecar.rules.enabled",
    // exposed-service
    ...["singleBinary.service.type", "singleBinary.serviceType"],
    // extra-configuration
    "loki.structuredConfig",
  ],
  off: new Map<string, unknown>([
    ...[
      ...["bloomBuilder", "bloomGateway", "bloomPlanner", "compactor", "distributor", "indexGateway", "ingester"],
      ...["querier", "queryFrontend", "queryScheduler", "ruler"],
    ].map((component) => [component, { replicas: 0 }] as const),
    ...[
      ...["ingress", "memcached", "minio", "networkPolicy", "rollout_operator", "tableManager"],
      ...["monitoring.alerts", "monitoring.dashboards", "monitoring.rules", "monitoring.serviceMonitor"],
      ...["singleBinary.autoscaling", "singleBinary.kedaAutoscaling"],
    ].map((feature) => [feature, { enabled: false }] as const),
    ...["fullnameOverride", "nameOverride", "namespaceOverride"].map((name) => [name, ""] as const),
  ]),
};
