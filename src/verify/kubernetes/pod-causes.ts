import type { Cause } from "../../diagnostics/cause";
import type { PodTroubleKind } from "./pod-trouble";

export type PodCauses = Readonly<Record<PodTroubleKind, Cause>>;

/** What lies behind each trouble of a pod, whatever runs in it. */
export const POD_CAUSES: PodCauses = {
  stopping: {
    cause: "The pod is being replaced or its node drained.",
    next: "kubectl get pod <pod> -n <namespace> --watch",
  },
  evicted: {
    cause: "The kubelet has ended the pod, most often because its node ran out of disk or memory.",
    next: "kubectl describe node <node>",
  },
  unschedulable: {
    cause:
      "No node has what the pod asks for: its requests are larger than what is free, or a selector or taint keeps it away.",
    next: "kubectl describe pod <pod> -n <namespace>",
  },
  memory: {
    cause: "The container used more memory than its limit, and the kernel killed it.",
    next: "npm run capacity",
  },
  image: {
    cause:
      "The node can't pull the image: it doesn't reach the registry, has no credentials for it, or the mirror lacks the tag.",
    next: "kubectl describe pod <pod> -n <namespace>",
  },
  container: {
    cause:
      "The node can't create the container: a ConfigMap that it mounts is missing, a key of it, or the network of the node isn't up.",
    next: "kubectl describe pod <pod> -n <namespace>",
  },
  crash: {
    cause: "The container starts and ends again; its last lines say why.",
    next: "kubectl logs <pod> -n <namespace> -c <container> --previous",
  },
  mount: {
    cause: "The node can't mount a volume of the pod.",
    next: "kubectl describe pod <pod> -n <namespace>",
  },
  unhealthy: {
    cause: "The container runs, and its readiness probe fails.",
    next: "kubectl logs <pod> -n <namespace> --tail=50",
  },
  starting: {
    cause: "The rollout is still under way.",
    next: "npm run verify -- --watch",
  },
};
