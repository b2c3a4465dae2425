import type { Cause } from "../../diagnostics/cause";
import { broken, holds, type Outcome } from "../../diagnostics/outcome";

export const GAVE_UP: Cause = {
  cause:
    "The collector found no API server when it started: it has given up for good, and calls itself ready all the same.",
  next: "kubectl --namespace <namespace> rollout restart deployment/<events>",
};

export const NOT_SENT: Cause = {
  cause: "The collector isn't there, or doesn't get its lines through to Loki.",
  next: "kubectl --namespace <namespace> logs deployment/<events> --since=10m | grep -E 'level=(error|warn)'",
};

export const NOT_ALLOWED: Cause = {
  cause: "The collector may not read events any more: its cluster role was changed or deleted.",
  next: "kubectl auth can-i watch events --as system:serviceaccount:<namespace>:<events> --all-namespaces",
};

/** @param isThere whether an event of a pod that has just been made is in Loki */
export function judgeEvents(isThere: boolean, pod: string): Outcome {
  if (isThere) return holds(`one of ${pod}`);
  return broken({
    found: `no event of ${pod} in Loki, which Kubernetes has just started`,
    expected: "the events of its start",
    causes: [GAVE_UP, NOT_SENT, NOT_ALLOWED],
  });
}
