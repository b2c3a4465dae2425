import type { CoreV1Api } from "@kubernetes/client-node";
import { statusOf } from "./status";

/** What is asked of the API server. */
export type Logs = Pick<CoreV1Api, "readNamespacedPodLog">;

/** A container's log, or why it can't be read. */
export type Log = { readonly text: string; readonly problem: null } | { readonly text: null; readonly problem: string };

/**
 * Reads a log. What one pod or kubelet fails with says nothing of the others, and is told.
 * @throws what the API server itself answers with, as where it doesn't allow it
 */
export async function logOf(core: Logs, of: Parameters<Logs["readNamespacedPodLog"]>[0]): Promise<Log> {
  try {
    // A container that hasn't written anything has none.
    return { text: (await core.readNamespacedPodLog(of)) ?? "", problem: null };
  } catch (error) {
    const status = statusOf(error);
    if (status === null || !isOfPod(status.code)) throw error;
    return { text: null, problem: status.message };
  }
}

/** It is gone, its container hasn't begun, or its kubelet isn't reached. */
function isOfPod(code: number): boolean {
  return code === 404 || code === 400 || code >= 500;
}
