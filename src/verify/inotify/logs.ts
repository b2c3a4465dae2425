import type { CoreV1Api, V1Pod } from "@kubernetes/client-node";
import { statusOf } from "../../live/cluster/status";
import { podName } from "../kubernetes/pod";
import { limitsWritten, type NodeLimits } from "./limits";

/** The init container that raises the limits. */
export const CONTAINER = "sysctl";

/** How many logs are asked for at a time: the API server hands each request to a kubelet. */
const AT_ONCE = 20;

/** What is asked of the API server. */
export type Logs = Pick<CoreV1Api, "readNamespacedPodLog">;

/** What the init containers wrote of their nodes' limits when they ran. */
export async function limitsLogged(core: Logs, pods: readonly V1Pod[]): Promise<readonly NodeLimits[]> {
  const begun = pods.filter(hasRun);
  const limits: NodeLimits[] = [];
  for (let from = 0; from < begun.length; from += AT_ONCE) {
    limits.push(...(await Promise.all(begun.slice(from, from + AT_ONCE).map((pod) => loggedBy(core, pod)))));
  }
  return limits;
}

/** Before that the kubelet has no log, and refuses. */
function hasRun({ status }: V1Pod): boolean {
  const state = status?.initContainerStatuses?.find(({ name }) => name === CONTAINER)?.state;
  return state?.running !== undefined || state?.terminated !== undefined;
}

async function loggedBy(core: Logs, pod: V1Pod): Promise<NodeLimits> {
  const node = pod.spec?.nodeName ?? "";
  const at = { name: podName(pod), namespace: pod.metadata?.namespace ?? "", container: CONTAINER };
  try {
    return limitsWritten(node, await core.readNamespacedPodLog(at));
  } catch (error) {
    return limitsWritten(node, "", problemOf(error));
  }
}

/** What one kubelet or pod fails with is told of its node. @throws the error where it is one of the API server's own */
function problemOf(error: unknown): string {
  const status = statusOf(error);
  if (status === null || status.code === 401 || status.code === 403) throw error;
  return status.message;
}
