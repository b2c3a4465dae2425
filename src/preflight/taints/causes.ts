import type { Cause } from "../../live/cause";

export const NOT_TOLERATED: Cause = {
  cause: "The values have tolerations of their own, and these don't cover a taint of the cluster.",
  next: "write tolerations: [{ operator: Exists }] under controller in values/alloy.yaml",
};

export const TAINTED: Cause = {
  cause: "Every node that is large enough has a taint, or is cordoned.",
  next: "kubectl describe nodes | grep -E '^(Name|Taints|Unschedulable):'",
};

export const TOO_SMALL: Cause = {
  cause: "No node has as much memory or CPU as the pod asks for.",
  next: "write loki: { resources: { memoryRequest: … } } into main.ts; npm run capacity shows what the load needs",
};

export const FULL: Cause = {
  cause: "Other pods have reserved what the nodes have; the pod stays Pending unless some go or a node comes.",
  next: "kubectl describe nodes | grep -A 8 'Allocated resources'",
};
