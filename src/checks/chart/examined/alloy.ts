import { constant, type ExaminedChart, type ExaminedKey, fixed, within } from "./key";
import { annotations, labels, serviceAnnotations } from "./metadata";
import { containerSecurity, priorityClass, pullPolicy, pullSecrets } from "./pod";
import { affinity, linuxNodes, tolerations, topologySpread } from "./scheduling";
import { boolean, integer } from "./shape";
import { extraMounts, extraVolumes, type PodVolumes } from "./volumes";

const POD: PodVolumes = {
  volumes: "controller.volumes.extra",
  mounts: "alloy.mounts.extra",
  names: ["config", "varlog", "dockercontainers"],
  paths: [
    ...["/etc/alloy", "/var/log", "/var/lib/docker/containers", "/var/lib/alloy"],
    ...[
      "/bin",
      "/dev",
      "/etc/hosts",
      "/etc/machine-id",
      "/etc/passwd",
      "/etc/resolv.conf",
      "/lib",
      "/proc",
      "/run/log",
    ],
    ...["/sys", "/usr", "/var/run/secrets"],
  ],
};

const UNKNOWN_METADATA = "Kubernetes rejects it, selectors miss the pod, or another program changes it";
const REJECTED = "Kubernetes rejects the pod, or never schedules it";

/** What both releases of Alloy can set, and what they require to read from the API server. */
function shared(resource: string): readonly ExaminedKey[] {
  const otherwise = `Alloy cannot read ${resource} from the API server, and still reports healthy`;
  const rule = (...verbs: readonly string[]) => [{ apiGroups: [""], resources: [resource], verbs }];
  return [
    ...within("controller.podLabels controller.extraLabels serviceAccount.additionalLabels", labels, UNKNOWN_METADATA),
    ...within(
      "controller.podAnnotations controller.extraAnnotations serviceAccount.annotations",
      annotations,
      UNKNOWN_METADATA,
    ),
    ...within("service.annotations", serviceAnnotations, UNKNOWN_METADATA),
    ...within("service.enabled", boolean, "Kubernetes rejects the Service, or there is none"),
    ...within("controller.priorityClassName", priorityClass, REJECTED),
    ...within("controller.revisionHistoryLimit", integer(0), "Kubernetes rejects the object"),
    ...within("image.pullSecrets global.image.pullSecrets", pullSecrets, "the node cannot pull the image"),
    ...within("image.pullPolicy global.image.pullPolicy", pullPolicy, "a node without the image never runs the pod"),
    ...within(POD.volumes, extraVolumes(POD), "the pod does not start, or writes to the node"),
    ...within(POD.mounts, extraMounts(POD), "the pod does not start, or Alloy reads the wrong files"),
    constant("rbac.rules", rule("list"), otherwise),
    constant("rbac.clusterRules", rule("watch"), otherwise),
    fixed("rbac.create", [true], otherwise),
    fixed("serviceAccount.create", [true], otherwise),
    fixed("serviceAccount.automountServiceAccountToken", [true], otherwise),
    constant(
      "global.podSecurityContext",
      { seccompProfile: { type: "RuntimeDefault" } },
      "a container that an admission webhook adds has no seccomp profile",
    ),
    constant("crds.create", false, "the chart creates a resource definition that belongs to no release"),
    constant("configReloader.enabled", false, "an invalid pipeline goes unnoticed until the next restart"),
    constant("alloy.enableReporting", false, "Alloy sends usage statistics to Grafana Labs"),
  ];
}

const elsewhere = [
  // exposed-service
  ...["service.type", "controller.hostNetwork"],
];

const off: ExaminedChart["off"] = new Map<string, unknown>([
  ...[
    ...["alloy.clustering", "controller.autoscaling", "controller.podDisruptionBudget", "ingress"],
    ...["networkPolicy", "serviceMonitor"],
  ].map((feature) => [feature, { enabled: false }] as const),
  ...["fullnameOverride", "nameOverride", "namespaceOverride"].map((name) => [name, ""] as const),
]);

/** The security context of values/alloy.yaml. */
const AGENT_SECURITY = {
  runAsUser: 0,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** The security context of values/alloy-events.yaml. */
const EVENTS_SECURITY = { ...AGENT_SECURITY, runAsUser: 473, runAsNonRoot: true };

/** The keys of chart alloy 1.11.1, for the agents. */
export const examinedAgent: ExaminedChart = {
  keys: [
    ...shared("pods"),
    ...within("controller.tolerations", tolerations, "nodes with other taints have no agent"),
    constant(
      "controller.nodeSelector",
      { "kubernetes.io/os": "linux" },
      "nodes without the label have no agent, or an agent that cannot run",
    ),
    fixed("controller.affinity", [{}], "nodes that it excludes have no agent"),
    constant(
      "controller.updateStrategy.type",
      "RollingUpdate",
      "agents keep the old pipeline until their pods are deleted",
    ),
    constant(
      "controller.updateStrategy.rollingUpdate.maxUnavailable",
      0,
      "Kubernetes rejects it next to the derived maxSurge",
    ),
    {
      key: "alloy.securityContext",
      bounds: containerSecurity({ uid: 0, isRoot: true }, Object.keys(AGENT_SECURITY)),
      otherwise: "agents cannot read the log files, which root owns, or have more rights than they need",
      isConstant: false,
      required: AGENT_SECURITY,
    },
  ],
  // agent-files examines the last two.
  elsewhere: [...elsewhere, "controller.type", "alloy.mounts.varlog"],
  off,
};

/** The keys of chart alloy 1.11.1, for the events collector. */
export const examinedEvents: ExaminedChart = {
  keys: [
    ...shared("events"),
    ...within("controller.affinity", affinity, REJECTED),
    ...within("controller.tolerations", tolerations, REJECTED),
    ...within("controller.topologySpreadConstraints", topologySpread, REJECTED),
    ...within("controller.nodeSelector", linuxNodes, "the pod may land on a node that cannot run the image"),
    constant("controller.type", "deployment", "each event is sent once per node"),
    constant("controller.replicas", 1, "each event is sent once per pod"),
    constant("controller.updateStrategy.type", "Recreate", "during a rollout, two pods send each event"),
    fixed("alloy.mounts.varlog", [false], "the collector mounts files that it does not read"),
    {
      key: "alloy.securityContext",
      bounds: containerSecurity({ uid: 473, isRoot: false }, Object.keys(EVENTS_SECURITY)),
      otherwise: "the collector has more rights than it needs",
      isConstant: false,
      required: EVENTS_SECURITY,
    },
  ],
  elsewhere,
  off,
};
