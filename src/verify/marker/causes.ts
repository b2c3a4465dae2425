import type { Cause } from "../../diagnostics/cause";

export const NOT_RUN: Cause = {
  cause: "The marker's pod can't run on the node: what Kubernetes says of it stands above.",
  next: "kubectl --namespace <namespace> get events --sort-by .lastTimestamp",
};

export const DROPPED: Cause = {
  cause: 'The drop "<drop>" of the settings takes the marker\'s line too.',
  next: "leave the namespace <namespace> out of that drop's selector in main.ts, then: npm run deploy",
};

export const NO_AGENT: Cause = {
  cause: "No agent is ready on the node <node>.",
  next: "kubectl --namespace <namespace> get pods --output wide --field-selector spec.nodeName=<node>",
};

export const NO_FILES: Cause = {
  cause:
    "The agent reads no log file at all: the container runtime writes them elsewhere than below /var/log/pods, or that folder is a link out of what is mounted.",
  next: "kubectl --namespace <namespace> logs <agent> --tail=50",
};

export const NOT_SENT: Cause = {
  cause:
    "The agent doesn't get its lines through and sends them again and again: Loki's name isn't resolved on the node, a NetworkPolicy is in between, or Loki answers with errors.",
  next: "kubectl --namespace <namespace> logs <agent> --since=10m | grep 'error sending batch'",
};

export const CLOCK_BEHIND: Cause = {
  cause: "The node's clock is days behind, so that the agent takes new lines for older than the retention.",
  next: "on <node>: timedatectl",
};

export const CLOCK_AHEAD: Cause = {
  cause: "The node's clock is more than ten minutes ahead, and Loki refuses lines from the future.",
  next: "on <node>: timedatectl",
};

export const REFUSED: Cause = {
  cause: "Loki refuses lines at this moment.",
  next: "npm run verify -- --only refused",
};

export const BACKLOG: Cause = {
  cause: "The agent still reads what was written before it came, as after the first deployment.",
  next: "npm run verify -- --watch",
};

export const FORMAT: Cause = {
  cause: "The node runs another container runtime than alloy.runtime says, and its log files have another format.",
  next: "kubectl get node <node> --output jsonpath={.status.nodeInfo.containerRuntimeVersion}",
};

export const MARKER_CAUSES: readonly Cause[] = [
  NOT_RUN,
  DROPPED,
  NO_AGENT,
  NO_FILES,
  NOT_SENT,
  CLOCK_BEHIND,
  CLOCK_AHEAD,
  REFUSED,
  BACKLOG,
  FORMAT,
];
