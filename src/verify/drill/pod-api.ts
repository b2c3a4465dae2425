import type { CoreV1Api } from "@kubernetes/client-node";
import { mapConcurrent } from "../../kube/async";
import { ignoreNotFound, statusOf } from "../../kube/errors";

/** What a drill asks of the API server. */
export type PodApi = Pick<
  CoreV1Api,
  | "createNamespacedPod"
  | "listNamespacedPod"
  | "readNamespacedPodLog"
  | "deleteNamespacedPod"
  | "deleteCollectionNamespacedPod"
>;

/** How many requests are under way at once: a thousand nodes must not be a thousand connections. */
export const AT_ONCE = 20;

/** Removes pods by a label: at once where a role allows that, one after the other where it doesn't. */
export async function removePods(api: PodApi, namespace: string, labelSelector: string, names: readonly string[]) {
  try {
    await api.deleteCollectionNamespacedPod({ namespace, labelSelector, gracePeriodSeconds: 0 });
  } catch (error) {
    if (statusOf(error)?.code !== 403) throw error;
    await removeEach(api, namespace, names);
  }
}

export async function removeEach(api: PodApi, namespace: string, names: readonly string[]): Promise<void> {
  await mapConcurrent(names, AT_ONCE, (name) =>
    ignoreNotFound(api.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 })),
  );
}
