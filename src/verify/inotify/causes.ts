import type { Cause } from "../../diagnostics/cause";

export const LOWERED: Cause = {
  cause:
    "Something on the node writes lower limits after the init container: a file in /etc/sysctl.d that is applied again, a tuning service, or another DaemonSet.",
  next: 'on <node>: grep -rs "fs.inotify" /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d',
};

export const INIT_FAILED: Cause = {
  cause:
    "The init container failed on the node: no privileged container is allowed there, or the kernel refuses the value.",
  next: "kubectl logs <pod> -n <namespace> -c sysctl",
};

export const NO_POD: Cause = {
  cause: "No pod of the DaemonSet has run on the node: it is new, or something keeps the pod away.",
  next: "kubectl get pods -n <namespace> -l app=<daemonset> -o wide",
};

export const NOT_MEASURED: Cause = {
  cause: "The node's pod has written nothing that could be read: it hasn't started, or its log was rotated away.",
  next: "kubectl describe node <node>",
};
