import { ENFORCE } from "../../../src/stack/namespace";
import type { Fault } from "./faults";
import { type Manifest, pathOf } from "./kube-client";
import type { TestCluster } from "./test-cluster";

const NAMESPACE = "/api/v1/namespaces/monitoring";
const RELEASE = `${NAMESPACE}/secrets/sh.helm.release.v1.loki.v1`;

const QUOTA: Manifest = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "small", namespace: "monitoring" },
  spec: { hard: { "requests.memory": "64Mi" } },
};

/** Agents have no CPU limit, and nothing in the namespace fills one in. */
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

/** One thing a time that an apply would fail at. */
export const PREFLIGHT_FAULTS: readonly Fault[] = [
  {
    name: "a release that hangs is named",
    break: ({ kube }) => kube.merge(RELEASE, { metadata: { labels: { status: "pending-upgrade" } } }),
    repair: ({ kube }) => kube.merge(RELEASE, { metadata: { labels: { status: "deployed" } } }),
    link: "releases",
    found: /loki.*pending-upgrade/,
    likely: /this moment|ended in the middle/,
    exitCode: 12,
  },
  {
    name: "a volume that waits for a claim that is gone binds to no other",
    break: (cluster) => putVolume(cluster, "Released"),
    repair: (cluster) => putVolume(cluster, "Bound"),
    link: "volume",
    found: /Released, for a claim that is gone/,
    likely: /no other claim binds to it/,
    exitCode: 7,
  },
  {
    name: "a quota that leaves no room for a rollout is too small",
    break: async ({ kube }) => {
      await kube.create(QUOTA);
    },
    repair: ({ kube }) => kube.remove(pathOf(QUOTA)),
    link: "quota",
    found: /^requests\.memory: 0 of 64Mi are used, and the plan needs/,
    likely: /leaves less than the plan needs/,
    exitCode: 12,
  },
  {
    name: "a quota of CPU limits refuses agents, which have none",
    break: async ({ kube }) => {
      await kube.create(CPU_QUOTA);
    },
    repair: ({ kube }) => kube.remove(pathOf(CPU_QUOTA)),
    link: "quota",
    found: /^limits\.cpu is bounded, and these are none: alloy\.resources\.cpuLimit, /,
    likely: /refuses every pod with a container that has none/,
    exitCode: 12,
  },
  {
    name: "a LimitRange that lets a CPU limit be only twice its request refuses Loki and the agents",
    break: async ({ kube }) => {
      await kube.create(RATIO);
    },
    repair: ({ kube }) => kube.remove(pathOf(RATIO)),
    link: "limits",
    found: /^loki\.resources\.cpuLimit is 4 times its request, .*alloy\.resources\.cpuLimit is none/,
    likely: /made for other pods than the plan's/,
    exitCode: 12,
  },
  {
    name: "a namespace that enforces a strict Pod Security level lets no agent in",
    break: ({ kube }) => kube.merge(NAMESPACE, { metadata: { labels: { [ENFORCE]: "restricted" } } }),
    repair: ({ kube }) => kube.merge(NAMESPACE, { metadata: { labels: { [ENFORCE]: null } } }),
    link: "pod-security",
    found: /the level "restricted"/,
    likely: /lets neither host paths nor privileged containers in/,
    exitCode: 12,
  },
];

function putVolume({ kube, stack }: TestCluster, phase: string): Promise<void> {
  const { name } = stack.model.loki.volume;
  return kube.merge(`/api/v1/persistentvolumes/${name}/status`, { status: { phase } });
}
