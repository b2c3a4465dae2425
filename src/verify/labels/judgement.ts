import type { Cause } from "../../diagnostics/cause";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";

export const NO_LINES: Cause = {
  cause: "No agent has sent a line yet: it has just been deployed, or doesn't get through to Loki.",
  next: "kubectl --namespace <namespace> logs daemonset/<agent> --since=10m | grep -E 'level=(error|warn)'",
};

export const OTHER_PIPELINE: Cause = {
  cause: "Another agent or pipeline writes into this Loki, with other labels than the plan's rules and drops read.",
  next: "kubectl get pods --all-namespaces --selector app.kubernetes.io/name=alloy",
};

export const SILENT_NODE: Cause = {
  cause: "The agents of these nodes send nothing, or nothing was written there in the last hour.",
  next: "npm run verify -- --only marker",
};

export interface LabelsSeen {
  readonly expected: readonly string[];
  /** The labels of the last hour's lines. */
  readonly labels: readonly string[];
  /** Every node that should have an agent. */
  readonly nodes: readonly string[];
  /** The nodes of the last hour's lines. */
  readonly seenNodes: readonly string[];
  /** Whether a marker is written on every node after this. */
  readonly isMarked: boolean;
}

export function judgeLabels({ expected, labels, nodes, seenNodes, isMarked }: LabelsSeen): Outcome {
  const absent = expected.filter((label) => !labels.includes(label));
  if (absent.length > 0) {
    const causes = labels.length === 0 ? [NO_LINES, OTHER_PIPELINE] : [OTHER_PIPELINE, NO_LINES];
    const found = labels.length === 0 ? "no labels at all" : `no label ${absent.join(", ")}`;
    return broken({ found, expected: expected.join(", "), causes });
  }
  const silent = nodes.filter((node) => !seenNodes.includes(node));
  if (silent.length === 0) return holds(`${expected.length} labels, ${nodes.length} of ${nodes.length} nodes`);
  const fault = {
    found: `no lines of ${listed(silent)}`,
    expected: `lines of all ${nodes.length} nodes`,
    causes: [SILENT_NODE, NO_LINES],
  };
  // A node may have had nothing to write: the marker tells.
  return isMarked ? doubtful(fault) : broken(fault);
}
