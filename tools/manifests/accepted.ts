import type { Linter } from "./finding";

/** Findings that stay, because the stack needs what the check reports. */
export interface AcceptedFinding {
  readonly linter: Linter;
  readonly check: string;
  readonly objects: readonly string[];
  readonly reason: string;
}

const AGENTS = "DaemonSet/alloy";
const EVENTS = "Deployment/alloy-events";
const LOKI = "StatefulSet/loki";
const SYSCTL = "DaemonSet/sysctl-inotify";

/** A finding that both linters report. */
function both(
  checkov: string,
  kubeScore: string,
  finding: Pick<AcceptedFinding, "objects" | "reason">,
): readonly AcceptedFinding[] {
  return [
    { linter: "checkov", check: checkov, ...finding },
    { linter: "kube-score", check: kubeScore, ...finding },
  ];
}

export const acceptedFindings: readonly AcceptedFinding[] = [
  ...both("CKV_K8S_11", "container-resources", {
    objects: [AGENTS, EVENTS],
    reason: "A throttled agent falls behind its node, and the kubelet rotates the lines away. The CPU is requested.",
  }),
  ...both("CKV_K8S_40", "container-security-context-user-group-id", {
    objects: [EVENTS],
    reason: "473 is the user of Alloy's image. The pod has no path of the node, so that user owns nothing there.",
  }),
  ...both("CKV_K8S_40", "container-security-context-user-group-id", {
    objects: [AGENTS],
    reason: "The node's root owns the log files. The container has no capability.",
  }),
  ...both("CKV_K8S_11", "container-resources", {
    objects: [SYSCTL],
    reason: "The init container starts a shell once. A limit far above its request would violate a LimitRange's ratio.",
  }),
  {
    linter: "checkov",
    check: "CKV_K8S_23",
    objects: [AGENTS],
    reason: "The node's root owns the log files. The container has no capability.",
  },
  {
    linter: "kube-score",
    check: "container-security-context-user-group-id",
    objects: [SYSCTL],
    reason: "The node's root owns the limits. The init container has no capability, and ends within a second.",
  },
  {
    linter: "checkov",
    check: "CKV_K8S_38",
    objects: [AGENTS, EVENTS],
    reason: "The agents list and watch pods, and the collector events. Their tokens allow nothing else.",
  },
  {
    linter: "kube-score",
    check: "container-image-pull-policy",
    objects: [AGENTS, EVENTS, LOKI, SYSCTL],
    reason:
      "The images are pinned by digest or by exact version. With Always, a pod can't start while the registry is away.",
  },
  {
    linter: "checkov",
    check: "CKV_K8S_8",
    objects: [AGENTS],
    reason: "An agent reads the journal without the API server, and its discovery always retries (decision 27).",
  },
  {
    linter: "checkov",
    check: "CKV_K8S_8",
    objects: [SYSCTL],
    reason: "The container only sleeps. Nothing in it can hang.",
  },
  {
    linter: "checkov",
    check: "CKV_K8S_9",
    objects: [SYSCTL],
    reason: "The container only sleeps. The pod is ready once its init container has succeeded.",
  },
  {
    linter: "kube-score",
    check: "pod-probes-identical",
    objects: [LOKI],
    reason: "An ingester that was shut down is never ready again, so liveness has to look at readiness (decision 27).",
  },
  {
    linter: "kube-score",
    check: "networkpolicy-targets-pod",
    objects: ["NetworkPolicy/log-drill"],
    reason: "Its pods exist only while verify runs.",
  },
];
