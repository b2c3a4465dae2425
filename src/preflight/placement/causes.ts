import type { Cause } from "../../diagnostics/cause";
import { POOLS } from "./node";

export const NOT_TOLERATED: Cause = {
  cause: "The values have tolerations of their own, and these don't cover a taint of the cluster.",
  next: "write tolerations: [{ operator: Exists }] under controller in values/alloy.yaml",
};

export const VIRTUAL: Cause = {
  cause:
    "A virtual node (Fargate, a virtual kubelet) runs no pod of a DaemonSet, and no setting of the plan leaves it out: an apply waits in vain for the pods there.",
  next: "kubectl get nodes -L eks.amazonaws.com/compute-type,type",
};

export const TAINTED: Cause = {
  cause: "Every node that is large enough has a taint, or is cordoned.",
  next: "kubectl describe nodes | grep -E '^(Name|Taints|Unschedulable):'",
};

export const TOO_SMALL: Cause = {
  cause: "No node has as much memory or CPU as the pod asks for.",
  next: "write loki: { resources: { memoryRequest: … } } into main.ts; npm run capacity shows what the load needs",
};

export const POOLED: Cause = {
  cause:
    "No node will do now; nodes belong to pools, and an autoscaler adds another for a pod that waits, where one of the pools has such nodes.",
  next: `kubectl get nodes -L ${["node.kubernetes.io/instance-type", ...POOLS].join(",")}`,
};

export const FULL: Cause = {
  cause: "Other pods have reserved what the nodes have; the pod stays Pending unless some go or a node comes.",
  next: "kubectl describe nodes | grep -A 8 'Allocated resources'",
};

export const NO_ROOM: Cause = {
  cause:
    "Other pods have taken the node's last slot, or reserved its memory or CPU: an agent stays Pending there, and when its time is up Helm takes the release back.",
  next: "kubectl describe node <node>",
};
