import { ENFORCE } from "../../../src/stack/workloads";
import type { Manifest } from "../../../tools/manifests/manifest";
import { until } from "../../components/until";
import type { FakeNode } from "./fake/world";
import { pathOf } from "./kube-client";
import type { TestCluster } from "./test-cluster";

/** A fault that one diagnostic must find. */
export interface Fault {
  readonly name: string;
  readonly break: (cluster: TestCluster) => Promise<void>;
  readonly repair: (cluster: TestCluster) => Promise<void>;
  /** The ID of the diagnostic that fails. */
  readonly diagnostic: string;
  /** The text of its result. */
  readonly got: RegExp;
  /** The first cause of its result. */
  readonly cause: RegExp;
  readonly exitCode: number;
}

const AGENT = "/apis/apps/v1/namespaces/monitoring/daemonsets/alloy";

/** The kubelet probes every ten seconds. */
const SEEN = { seconds: 60 };

async function anotherLoki(cluster: TestCluster): Promise<void> {
  await cluster.backends.replaceLoki();
  await cluster.settled();
}

/** The faults that verify must find, one at a time in an otherwise working cluster. */
export const VERIFY_FAULTS: readonly Fault[] = [
  {
    name: "finds a node without an agent, whose taint the agent does not tolerate",
    break: (cluster) => tolerate(cluster, []),
    repair: (cluster) => tolerate(cluster, [{ operator: "Exists" }]),
    diagnostic: "daemonsets",
    got: /node-3/,
    cause: /which the pods do not tolerate/,
    exitCode: 6,
  },
  {
    name: "names a node with a lowered inotify limit",
    break: async ({ nodes }) => nodeOf(nodes, 1).setInotify("max_user_instances", 128),
    repair: async ({ nodes }) => nodeOf(nodes, 1).setInotify("max_user_instances", 8_192),
    diagnostic: "inotify",
    got: /node-2/,
    cause: /lowers the limits after the init container/,
    exitCode: 6,
  },
  {
    name: "quotes a kubelet that denies access to logs",
    break: async ({ nodes }) => {
      nodeOf(nodes, 1).givesLogs = false;
    },
    repair: async ({ nodes }) => {
      nodeOf(nodes, 1).givesLogs = true;
    },
    diagnostic: "inotify",
    got: /kube-apiserver-kubelet-client/,
    cause: /no role for kubelets/,
    exitCode: 6,
  },
  {
    name: "finds a claim without a volume",
    break: async ({ fakes }) => {
      fakes.controllers.bindsVolumes = false;
      await fakes.unbind();
    },
    repair: async (cluster) => {
      cluster.fakes.controllers.bindsVolumes = true;
      await cluster.settled();
    },
    diagnostic: "volume",
    got: /Pending|bound/i,
    cause: /has not bound them yet/,
    exitCode: 7,
  },
  {
    name: "finds that Loki does not run its configuration if its ruler has no Alertmanager",
    break: ({ backends, stack: { model } }) =>
      backends.replaceLoki({ model: { ...model, alerting: { ...model.alerting, alertmanager: null } } }),
    repair: anotherLoki,
    diagnostic: "configuration",
    got: /ruler/,
    // Loki reports no start time here: its sandbox has no /proc of its own. So the cause stays open.
    cause: /started before its ConfigMap changed/,
    exitCode: 8,
  },
  {
    name: "finds a killed Loki as a pod that is not ready",
    break: async ({ backends, fakes }) => {
      await backends.loki.kill();
      await until("the kubelet notices it", SEEN, async () => !fakes.isReady("loki-0"));
    },
    repair: anotherLoki,
    diagnostic: "loki-pod",
    got: /ready/,
    cause: /still starting/,
    exitCode: 8,
  },
  {
    name: "finds a Loki that reports ready and fails every other request",
    break: ({ backends }) => backends.halveLoki(),
    repair: anotherLoki,
    diagnostic: "loki-ready",
    got: /empty ring/,
    cause: /does not find another in its ring/,
    exitCode: 8,
  },
  {
    name: "names a node whose agent sends nothing",
    break: async ({ nodes }) => {
      nodeOf(nodes, 1).agentReads = false;
    },
    repair: async ({ nodes }) => {
      nodeOf(nodes, 1).agentReads = true;
    },
    diagnostic: "marker",
    got: /node-2/,
    cause: /still reads what was written before/,
    exitCode: 9,
  },
  {
    name: "finds an events collector that gave up at its start, though it is ready",
    break: async ({ fakes }) => {
      fakes.events.isWatching = false;
    },
    repair: async ({ fakes }) => {
      fakes.events.isWatching = true;
    },
    diagnostic: "events",
    got: /no event of log-path-drill-/,
    cause: /found no API server when it started/,
    exitCode: 9,
  },
  {
    name: "finds that lines rejected by Loki do not arrive",
    break: ({ backends }) => backends.replaceLoki({ flags: ["-validation.max-label-names-per-series=1"] }),
    repair: anotherLoki,
    diagnostic: "marker",
    got: /written, but not in Loki/,
    cause: /Loki rejects lines/,
    exitCode: 9,
  },
  {
    name: "counts the lines that Loki rejects, with the reason",
    break: ({ backends }) => backends.replaceLoki({ flags: ["-validation.max-label-names-per-series=1"] }),
    repair: anotherLoki,
    diagnostic: "refused",
    got: /max_label_names_per_series/,
    cause: /./,
    exitCode: 9,
  },
  {
    name: "finds rules that are not loaded",
    break: ({ backends, stack: { model } }) =>
      backends.replaceLoki({
        model: { ...model, alerting: { ...model.alerting, files: [] } },
        rules: { "none.yaml": "groups: []\n" },
      }),
    repair: anotherLoki,
    diagnostic: "rules",
    got: /^0 rules; not as synthesized/,
    cause: /rules just changed|not mounted/,
    exitCode: 10,
  },
  {
    name: "finds an Alertmanager that receives no alert, because Loki cannot resolve its name",
    break: ({ backends }) => backends.replaceLoki({ hosts: {} }),
    repair: anotherLoki,
    diagnostic: "drill",
    got: /alerts failed at http/,
    cause: /cannot reach Alertmanager at http/,
    exitCode: 10,
  },
];

function nodeOf(nodes: readonly FakeNode[], index: number): FakeNode {
  const node = nodes[index];
  if (node === undefined) throw new Error(`no node with index ${index}`);
  return node;
}

export async function tolerate(cluster: TestCluster, tolerations: readonly unknown[]): Promise<void> {
  await cluster.kube.merge(AGENT, { spec: { template: { spec: { tolerations } } } });
  await cluster.settled();
}

const NAMESPACE = "/api/v1/namespaces/monitoring";
const RELEASE = `${NAMESPACE}/secrets/sh.helm.release.v1.loki.v1`;

const QUOTA: Manifest = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "small", namespace: "monitoring" },
  spec: { hard: { "requests.memory": "64Mi" } },
};

/** The agents have no CPU limit, and the namespace has no default for it. */
const CPU_QUOTA: Manifest = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "cpu-limits", namespace: "monitoring" },
  spec: { hard: { "limits.cpu": "100" } },
};

const RATIO: Manifest = {
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { name: "ratio", namespace: "monitoring" },
  spec: { limits: [{ type: "Container", maxLimitRequestRatio: { cpu: "2" } }] },
};

/** The faults that preflight must find, each of which would fail an apply. */
export const PREFLIGHT_FAULTS: readonly Fault[] = [
  {
    name: "names a release that is stuck",
    break: ({ kube }) => kube.merge(RELEASE, { metadata: { labels: { status: "pending-upgrade" } } }),
    repair: ({ kube }) => kube.merge(RELEASE, { metadata: { labels: { status: "deployed" } } }),
    diagnostic: "releases",
    got: /loki.*pending-upgrade/,
    cause: /is in progress|was interrupted/,
    exitCode: 12,
  },
  {
    name: "finds a volume that still belongs to a deleted claim",
    break: (cluster) => putVolume(cluster, "Released"),
    repair: (cluster) => putVolume(cluster, "Bound"),
    diagnostic: "volume",
    got: /Released, for a claim that is gone/,
    cause: /No other claim can bind to it/,
    exitCode: 7,
  },
  {
    name: "finds a quota that is too small for a rollout",
    break: async ({ kube }) => {
      await kube.create(QUOTA);
    },
    repair: ({ kube }) => kube.remove(pathOf(QUOTA)),
    diagnostic: "quota",
    got: /^requests\.memory: 0 of 64Mi used, and the stack needs/,
    cause: /is smaller than what the stack needs/,
    exitCode: 12,
  },
  {
    name: "finds a quota of CPU limits, which rejects the agents without one",
    break: async ({ kube }) => {
      await kube.create(CPU_QUOTA);
    },
    repair: ({ kube }) => kube.remove(pathOf(CPU_QUOTA)),
    diagnostic: "quota",
    got: /^limits\.cpu is bounded, but these are none: alloy\.resources\.cpuLimit, /,
    cause: /rejects every pod that has a container without one/,
    exitCode: 12,
  },
  {
    name: "finds a LimitRange whose ratio of CPU limit to request rejects Loki and the agents",
    break: async ({ kube }) => {
      await kube.create(RATIO);
    },
    repair: ({ kube }) => kube.remove(pathOf(RATIO)),
    diagnostic: "limits",
    got: /^loki\.resources\.cpuLimit is 4 times its request, .*alloy\.resources\.cpuLimit is none/,
    cause: /made for other pods than the stack's/,
    exitCode: 12,
  },
  {
    name: "finds a namespace whose Pod Security level rejects the agents",
    break: ({ kube }) => kube.merge(NAMESPACE, { metadata: { labels: { [ENFORCE]: "restricted" } } }),
    repair: ({ kube }) => kube.merge(NAMESPACE, { metadata: { labels: { [ENFORCE]: null } } }),
    diagnostic: "pod-security",
    got: /the level "restricted"/,
    cause: /allows no host paths/,
    exitCode: 12,
  },
];

function putVolume({ kube, stack }: TestCluster, phase: string): Promise<void> {
  const { name } = stack.model.loki.volume;
  return kube.merge(`/api/v1/persistentvolumes/${name}/status`, { status: { phase } });
}
