import type { V1Node } from "@kubernetes/client-node";
import { shownTaint } from "../../cluster/tolerations";
import type { Deployment } from "../../deployment";
import { isState, taintsOf } from "./node";

/** What main.ts could say of the cluster, so that the synthesis knows it too. */
export function notesOf(nodes: readonly V1Node[], { model: { cluster } }: Deployment): readonly string[] {
  const declared = new Set((cluster.taints ?? []).map(shownTaint));
  const real = nodes.flatMap(taintsOf).filter((taint) => !isState(taint));
  const missing = [...new Set(real.map(shownTaint))].filter((taint) => !declared.has(taint));
  return [
    ...(missing.length > 0 ? [`not in cluster.taints: ${missing.join(", ")}`] : []),
    ...(nodes.length === cluster.nodes ? [] : [`cluster.nodes says ${cluster.nodes}, and there are ${nodes.length}`]),
  ];
}
