import type { Cause } from "../../diagnostics/cause";
import { POD_CAUSES, type PodCauses } from "../kubernetes/pod-causes";

export const AGENT_CAUSES: PodCauses = {
  ...POD_CAUSES,
  memory: {
    cause: "The container used more memory than its limit: the node writes more streams than the plan reckons with.",
    next: "raise alloy.resources.memoryLimit in main.ts (npm run capacity says how far), then: npm run deploy",
  },
};

export const TAINTED: Cause = {
  cause: "The node has a taint that the pods don't tolerate, so the DaemonSet doesn't count the node at all.",
  next: "declare <taint> in cluster.taints of main.ts: npm run check names the toleration that is missing",
};

export const POD_SECURITY: Cause = {
  cause: "The namespace enforces a Pod Security level that refuses the pods, which read the nodes' files.",
  next: "kubectl label namespace <namespace> pod-security.kubernetes.io/enforce=privileged --overwrite",
};

export const QUOTA: Cause = {
  cause: "The namespace's ResourceQuota or LimitRange refuses the pods.",
  next: "kubectl describe quota,limitrange -n <namespace>",
};

export const NOT_CREATED: Cause = {
  cause: "The controller hasn't made a pod for the node: it is new, or an admission webhook refuses it.",
  next: "kubectl describe <kind> <name> -n <namespace>",
};

export const OLD_REVISION: Cause = {
  cause: "The rollout is still under way: the agents that were there go on reading until the new ones are ready.",
  next: "kubectl rollout status <kind>/<name> -n <namespace>",
};

export const ALL: readonly Cause[] = [
  ...Object.values(AGENT_CAUSES),
  TAINTED,
  POD_SECURITY,
  QUOTA,
  NOT_CREATED,
  OLD_REVISION,
];
