import { until } from "../../components/until";
import type { FakeNode } from "./fake/world";
import type { TestCluster } from "./test-cluster";

/** Something that breaks a link of verify, and how it is mended. */
export interface Fault {
  readonly name: string;
  readonly break: (cluster: TestCluster) => Promise<void>;
  readonly repair: (cluster: TestCluster) => Promise<void>;
  /** The link that is broken by it. */
  readonly link: string;
  /** What is said of it. */
  readonly found: RegExp;
  /** The cause that is named first. */
  readonly likely: RegExp;
  readonly exitCode: number;
}

const AGENT = "/apis/apps/v1/namespaces/monitoring/daemonsets/alloy";

/** The kubelet asks every ten seconds. */
const SEEN = { seconds: 60 };

async function anotherLoki(cluster: TestCluster): Promise<void> {
  await cluster.backends.replaceLoki();
  await cluster.settled();
}

/** One broken thing a time, each of a cluster that works otherwise. */
export const FAULTS: readonly Fault[] = [
  {
    name: "a tainted node whose taint the agent doesn't tolerate has no agent",
    break: (cluster) => tolerate(cluster, []),
    repair: (cluster) => tolerate(cluster, [{ operator: "Exists" }]),
    link: "daemonsets",
    found: /node-3/,
    likely: /a taint that the pods don't tolerate/,
    exitCode: 6,
  },
  {
    name: "a node whose inotify limit was lowered again is named",
    break: async ({ nodes }) => nodeOf(nodes, 1).setInotify("max_user_instances", 128),
    repair: async ({ nodes }) => nodeOf(nodes, 1).setInotify("max_user_instances", 8_192),
    link: "inotify",
    found: /node-2/,
    likely: /writes lower limits/,
    exitCode: 6,
  },
  {
    name: "a kubelet that gives no logs away is told in its own words",
    break: async ({ nodes }) => {
      nodeOf(nodes, 1).givesLogs = false;
    },
    repair: async ({ nodes }) => {
      nodeOf(nodes, 1).givesLogs = true;
    },
    link: "inotify",
    found: /kube-apiserver-kubelet-client/,
    likely: /no role for kubelets/,
    exitCode: 6,
  },
  {
    name: "a claim without a volume is found",
    break: async ({ fakes }) => {
      fakes.controllers.bindsVolumes = false;
      await fakes.unbind();
    },
    repair: async (cluster) => {
      cluster.fakes.controllers.bindsVolumes = true;
      await cluster.settled();
    },
    link: "volume",
    found: /Pending|bound/i,
    likely: /don't fit each other/,
    exitCode: 7,
  },
  {
    name: "a ruler that knows no Alertmanager is a Loki that doesn't run its configuration",
    break: ({ backends, stack: { model } }) =>
      backends.replaceLoki({ model: { ...model, alerting: { ...model.alerting, alertmanager: null } } }),
    repair: anotherLoki,
    link: "configuration",
    found: /ruler/,
    likely: /older than its ConfigMap/,
    exitCode: 8,
  },
  {
    name: "a Loki that is killed is a pod that isn't ready",
    break: async ({ backends, fakes }) => {
      await backends.loki.kill();
      await until("the kubelet has seen it", SEEN, async () => !fakes.isReady("loki-0"));
    },
    repair: anotherLoki,
    link: "loki-pod",
    found: /ready/,
    likely: /still starting/,
    exitCode: 8,
  },
  {
    name: "a Loki that says it is ready, and answers nothing else, is no working Loki",
    break: ({ backends }) => backends.halveLoki(),
    repair: anotherLoki,
    link: "loki-ready",
    found: /empty ring/,
    likely: /doesn't find another in its ring/,
    exitCode: 8,
  },
  {
    name: "a node whose agent sends nothing is named",
    break: async ({ nodes }) => {
      nodeOf(nodes, 1).agentReads = false;
    },
    repair: async ({ nodes }) => {
      nodeOf(nodes, 1).agentReads = true;
    },
    link: "marker",
    found: /node-2/,
    likely: /still reads what was written before/,
    exitCode: 9,
  },
  {
    name: "a collector of events that gave up at its start is found, though it is ready",
    break: async ({ fakes }) => {
      fakes.events.isWatching = false;
    },
    repair: async ({ fakes }) => {
      fakes.events.isWatching = true;
    },
    link: "events",
    found: /no event of log-path-drill-/,
    likely: /found no API server when it started/,
    exitCode: 9,
  },
  {
    name: "lines that Loki refuses don't arrive",
    break: ({ backends }) => backends.replaceLoki({ flags: ["-validation.max-label-names-per-series=1"] }),
    repair: anotherLoki,
    link: "marker",
    found: /written, and not in Loki/,
    likely: /Loki refuses lines/,
    exitCode: 9,
  },
  {
    name: "what Loki refuses is counted, with the reason",
    break: ({ backends }) => backends.replaceLoki({ flags: ["-validation.max-label-names-per-series=1"] }),
    repair: anotherLoki,
    link: "refused",
    found: /max_label_names_per_series/,
    likely: /./,
    exitCode: 9,
  },
  {
    name: "rules that aren't loaded are missed",
    break: ({ backends, stack: { model } }) =>
      backends.replaceLoki({
        model: { ...model, alerting: { ...model.alerting, files: [] } },
        rules: { "none.yaml": "groups: []\n" },
      }),
    repair: anotherLoki,
    link: "rules",
    found: /^0 rules; not as synthesized/,
    likely: /have just changed/,
    exitCode: 10,
  },
  {
    name: "an Alertmanager whose name Loki can't look up hears of no alert",
    break: ({ backends }) => backends.replaceLoki({ hosts: {} }),
    repair: anotherLoki,
    link: "drill",
    found: /alerts failed on http/,
    likely: /doesn't reach Alertmanager at http/,
    exitCode: 10,
  },
];

function nodeOf(nodes: readonly FakeNode[], index: number): FakeNode {
  const node = nodes[index];
  if (node === undefined) throw new Error(`there is no node ${index}`);
  return node;
}

export async function tolerate(cluster: TestCluster, tolerations: readonly unknown[]): Promise<void> {
  await cluster.kube.merge(AGENT, { spec: { template: { spec: { tolerations } } } });
  await cluster.settled();
}
