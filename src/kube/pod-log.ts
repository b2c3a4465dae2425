import type { CoreV1Api } from "@kubernetes/client-node";
import { statusOf } from "./errors";

/** The part of the API that reads logs. */
export type PodLogApi = Pick<CoreV1Api, "readNamespacedPodLog">;

/** A container's log, or why it is unreadable. */
export type PodLog =
  | { readonly text: string; readonly problem: null }
  | { readonly text: null; readonly problem: string };

/**
 * Reads a container's log. A problem with one pod or kubelet is a result, because other logs are still readable.
 * @throws the client library's error if the API server rejects the request, for example with 403
 */
export async function readPodLog(
  core: PodLogApi,
  request: Parameters<PodLogApi["readNamespacedPodLog"]>[0],
): Promise<PodLog> {
  try {
    // The client library returns undefined for the empty log of a container that has written nothing.
    return { text: (await core.readNamespacedPodLog(request)) ?? "", problem: null };
  } catch (error) {
    const status = statusOf(error);
    if (status === null || !isPodProblem(status.code)) throw error;
    return { text: null, problem: status.message };
  }
}

/** Returns whether the pod is gone (404), its container hasn't started (400), or its kubelet is unreachable (5xx). */
function isPodProblem(code: number): boolean {
  return code === 404 || code === 400 || code >= 500;
}
