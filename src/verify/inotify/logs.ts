import type { V1Pod } from "@kubernetes/client-node";
import { mapConcurrent } from "../../kube/async";
import { type PodLogApi, readPodLog } from "../../kube/pod-log";
import { SYSCTL_CONTAINER } from "../../sysctl/model";
import { podName } from "../kubernetes/pod";
import { limitsWritten, type NodeLimits } from "./limits";

/** How many logs are asked for at a time: the API server hands each request to a kubelet. */
const AT_ONCE = 20;

/** What the init containers wrote of their nodes' limits when they ran. */
export function limitsLogged(core: PodLogApi, pods: readonly V1Pod[]): Promise<readonly NodeLimits[]> {
  return mapConcurrent(pods.filter(hasRun), AT_ONCE, (pod) => loggedBy(core, pod));
}

/** Before that the kubelet has no log, and refuses. */
function hasRun({ status }: V1Pod): boolean {
  const state = status?.initContainerStatuses?.find(({ name }) => name === SYSCTL_CONTAINER)?.state;
  return state?.running !== undefined || state?.terminated !== undefined;
}

async function loggedBy(core: PodLogApi, pod: V1Pod): Promise<NodeLimits> {
  const node = pod.spec?.nodeName ?? "";
  const at = { name: podName(pod), namespace: pod.metadata?.namespace ?? "", container: SYSCTL_CONTAINER };
  const { text, problem } = await readPodLog(core, at);
  return limitsWritten(node, text ?? "", problem);
}
