import type { Cause } from "../../diagnostics/cause";

const SHOW_RUNTIMES =
  "kubectl get nodes -o custom-columns=NAME:.metadata.name,RUNTIME:.status.nodeInfo.containerRuntimeVersion";

export const OTHER_RUNTIME: Cause = {
  cause:
    "The nodes run their containers with something else than alloy.runtime says, and it writes log files in another format.",
  next: 'write alloy: { runtime: "<runtime>" } into main.ts',
};

export const MIXED: Cause = {
  cause: "Some nodes run Docker and others don't: one pipeline reads one format.",
  next: SHOW_RUNTIMES,
};

export const UNKNOWN: Cause = {
  cause:
    'The runtime isn\'t one that the plan knows; if it writes CRI logs into /var/log/pods, "containerd" reads them.',
  next: SHOW_RUNTIMES,
};

export const WINDOWS: Cause = {
  cause: "The agents run on Linux alone: what Windows nodes write isn't collected.",
  next: "kubectl get nodes -l kubernetes.io/os=windows",
};

export const ARCHITECTURE: Cause = {
  cause: "Loki and Alloy publish their images for amd64 and arm64.",
  next: "kubectl get nodes -L kubernetes.io/arch",
};
