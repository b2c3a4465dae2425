import type { V1Node } from "@kubernetes/client-node";
import { undeclaredTaints } from "../../kube/node";
import type { RenderedStack } from "../../stack/rendered-stack";

/** What main.ts could say of the cluster, so that the synthesis knows it too. */
export function notesOf(nodes: readonly V1Node[], { model: { cluster } }: RenderedStack): readonly string[] {
  const missing = undeclaredTaints(nodes, cluster.taints);
  return [
    ...(missing.length > 0 ? [`not in cluster.taints: ${missing.join(", ")}`] : []),
    ...(nodes.length === cluster.nodes ? [] : [`cluster.nodes says ${cluster.nodes}, and there are ${nodes.length}`]),
  ];
}
