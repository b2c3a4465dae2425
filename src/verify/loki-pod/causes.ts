import type { Cause } from "../../diagnostics/cause";
import { POD_CAUSES, type PodCauses } from "../kubernetes/pod-causes";

export const LOKI_CAUSES: PodCauses = {
  ...POD_CAUSES,
  stopping: {
    cause:
      "Loki is being replaced: before it ends it writes a day of lines to the volume, which may take up to <grace>.",
    next: "kubectl get pod <pod> -n <namespace> --watch",
  },
  memory: {
    cause:
      "Loki used more memory than its limit: the streams, or the write-ahead log that lies in memory, are more than the plan reckons with.",
    next: "npm run capacity",
  },
  mount: {
    cause:
      "The node can't mount the NFS export: the server doesn't answer, doesn't export the path to this node, or the folder isn't there.",
    next: "kubectl describe pod <pod> -n <namespace>",
  },
  crash: {
    cause:
      "Loki starts and ends again; its last line says why: a setting that it refuses, or a folder that its user 10001 may not write.",
    next: "kubectl logs <pod> -n <namespace> -c <container> --previous --tail=20",
  },
  starting: {
    cause: "Loki is still starting: it reads its write-ahead log back first.",
    next: "npm run verify -- --watch",
  },
};

export const NOT_CREATED: Cause = {
  cause: "The controller hasn't made the pod: a quota, a LimitRange, Pod Security or an admission webhook refuses it.",
  next: "kubectl describe statefulset <release> -n <namespace>",
};

export const SCALED_DOWN: Cause = {
  cause: "Somebody has scaled Loki to zero.",
  next: "kubectl scale statefulset <release> -n <namespace> --replicas=1",
};

export const OLD_REVISION: Cause = {
  cause: "The pod is older than its StatefulSet: Helm's rollout is under way, or stuck and waits to be taken back.",
  next: "helm status <release> -n <namespace>",
};
