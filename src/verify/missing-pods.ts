import type { CoreV1Event, V1DaemonSet, V1Node, V1Pod } from "@kubernetes/client-node";
import { keepsPodsOut, shownTaint, type Taint, tolerates } from "../cluster/taints";
import { type Cause, cause } from "../diagnostics/cause";
import { causeOfPod, type PodCauses, podCauses, podProblem } from "../diagnostics/pod-problems";
import { about, nodeOf, podName } from "../diagnostics/pods";
import { nodeName, userTaints } from "../kube/node";

const DESCRIBE = "kubectl --namespace <namespace> describe <kind> <name>";

/** The causes of a pod that its controller has not created. */
export const rejectionCauses = {
  podSecurity: cause(
    "The namespace <namespace> enforces a Pod Security level that rejects the pods of the <kind> <name>.",
    "kubectl label namespace <namespace> pod-security.kubernetes.io/enforce=privileged --overwrite",
  ),
  quota: cause(
    "A ResourceQuota of the namespace <namespace> rejects the pods.",
    "kubectl --namespace <namespace> describe resourcequota",
  ),
  limitRange: cause(
    "A LimitRange of the namespace <namespace> rejects the pods.",
    "kubectl --namespace <namespace> describe limitrange",
  ),
  webhook: cause(
    "The admission webhook <webhook> keeps the controller from creating pods of the <kind> <name>.",
    "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
  ),
  rejected: cause("The API server rejects the pods of the <kind> <name>. Its message is above.", DESCRIBE),
  notCreated: cause(
    "The controller of the <kind> <name> has not created the pod, and reports no reason: it was asked for the pod a moment ago, or the controller does not run.",
    DESCRIBE,
  ),
};

/** The causes of a pod that is missing or not ready, in any workload. */
export const missingPodCauses = {
  ...podCauses,
  ...rejectionCauses,
  agentMemory: cause(
    "The container <container> exceeded its memory limit, and the kernel killed it: the node writes more streams than the limit allows for.",
    "raise alloy.resources.memoryLimit in main.ts (npm run capacity shows how far), then: npm run deploy",
  ),
  tainted: cause(
    "The node <node> has the taint <taint>, which the pods do not tolerate. The DaemonSet does not count such a node.",
    "declare <taint> in cluster.taints in main.ts; npm run check then names the missing toleration",
  ),
};

/** The causes of an agent's problems. Its memory is a setting. */
export const agentPodCauses: PodCauses = { ...podCauses, memory: missingPodCauses.agentMemory };

/** What creates pods. */
export interface Workload {
  readonly kind: "daemonset" | "deployment" | "statefulset";
  readonly name: string;
  readonly namespace: string;
}

/** Why a pod is missing or not ready. */
interface Reason {
  /** In the words of Kubernetes, if it reports anything. */
  readonly message: string;
  readonly cause: Cause;
}

interface NodeWithoutPod {
  readonly node: V1Node;
  readonly daemonSet: V1DaemonSet;
  readonly workload: Workload;
  readonly pods: readonly V1Pod[];
  readonly warnings: readonly CoreV1Event[];
}

/** Why a DaemonSet has no ready pod on a node. */
export function reasonOnNode({ node, daemonSet, workload, pods, warnings }: NodeWithoutPod, known: PodCauses): Reason {
  const name = nodeName(node);
  const pod = pods.find((candidate) => nodeOf(candidate) === name);
  if (pod !== undefined) return reasonOfPod(pod, warnings, known);
  const taint = userTaints(node).find((candidate) => keepsOut(candidate, daemonSet));
  if (taint !== undefined) return reasonOfTaint(name, shownTaint(taint));
  return reasonOfController(warnings, { kind: "DaemonSet", names: [workload.name] }, workload);
}

function keepsOut(taint: Taint, { spec }: V1DaemonSet): boolean {
  const tolerations = spec?.template.spec?.tolerations ?? [];
  return keepsPodsOut(taint) && !tolerations.some((toleration) => tolerates({ ...toleration }, taint));
}

function reasonOfTaint(node: string, taint: string): Reason {
  const message = `no pod, because the pods do not tolerate the taint ${taint}`;
  return { message, cause: missingPodCauses.tainted({ node, taint }) };
}

/** Why a pod is not ready. */
export function reasonOfPod(pod: V1Pod, warnings: readonly CoreV1Event[], known: PodCauses): Reason {
  const problem = podProblem(pod, warnings);
  const facts = { pod: podName(pod), namespace: pod.metadata?.namespace ?? "", container: problem.container ?? "" };
  return { message: `${facts.pod}: ${problem.message}`, cause: causeOfPod(problem, known, facts) };
}

/** The objects that create a workload's pods: the workload itself, or the ReplicaSets of a Deployment. */
interface Controllers {
  readonly kind: "DaemonSet" | "ReplicaSet" | "StatefulSet";
  readonly names: readonly string[];
}

/** Why the controller has not created a pod. */
export function reasonOfController(
  warnings: readonly CoreV1Event[],
  { kind, names }: Controllers,
  workload: Workload,
): Reason {
  const [event] = names
    .flatMap((name) => about(warnings, { kind, name }))
    .filter(({ reason }) => reason === "FailedCreate");
  if (event === undefined) return { message: "no pod", cause: rejectionCauses.notCreated({ ...workload }) };
  const message = event.message ?? "FailedCreate";
  return { message, cause: causeOfRejection(message, workload) };
}

/** From the messages of the API server's admission plugins. */
function causeOfRejection(message: string, workload: Workload): Cause {
  const facts = { ...workload };
  if (/violates PodSecurity/.test(message)) return rejectionCauses.podSecurity(facts);
  if (/exceeded quota|failed quota/.test(message)) return rejectionCauses.quota(facts);
  if (/(?:maximum|minimum) (?:cpu|memory) usage per|limit to request ratio per/.test(message))
    return rejectionCauses.limitRange(facts);
  const [, webhook] = /webhook "([^"]+)"/.exec(message) ?? [];
  return webhook === undefined ? rejectionCauses.rejected(facts) : rejectionCauses.webhook({ ...facts, webhook });
}
