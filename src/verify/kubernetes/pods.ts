import type { CoreV1Api, V1Pod } from "@kubernetes/client-node";
import { listAll } from "../../kube/lists";

/** What of a cluster is asked. */
interface Pods {
  core(signal: AbortSignal): Pick<CoreV1Api, "listNamespacedPod">;
}

/** Every pod of a namespace that has all of the labels, on one node or on all. */
export function podsLabelled(
  cluster: Pods,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
  node: string | null = null,
): Promise<readonly V1Pod[]> {
  const core = cluster.core(signal);
  const labelSelector = Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
  const onNode = node !== null && { fieldSelector: `spec.nodeName=${node}` };
  return listAll((page) => core.listNamespacedPod({ namespace, labelSelector, ...onNode, ...page }));
}
