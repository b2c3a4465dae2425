import type { V1Pod } from "@kubernetes/client-node";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import { causeOfPod, type PodCauses, type PodFacts, podCauses, podProblem } from "../diagnostics/pod-problems";
import { nodeOf, podName, podsLabelled } from "../diagnostics/pods";
import { inNamespace } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { mapConcurrent } from "../kube/async";
import { nodeName } from "../kube/node";
import { type PodLogApi, readPodLog } from "../kube/pod-log";
import { type InotifyModel, SYSCTL_CONTAINER } from "../sysctl/model";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { notDeployedIfOtherVersion } from "./deployed";
import { drillPermissions } from "./log-path-drill/probes";
import { nodes as nodesDiagnostic } from "./nodes";

interface InitFacts extends PodFacts {
  readonly node: string;
}

/** The causes of an init container that has not succeeded. */
const initCauses = {
  ...podCauses,
  crash: cause(
    "The init container failed on the node <node>: SELinux or a user namespace forbids the write, or the kernel rejects the value. Its log shows which limit.",
    "kubectl --namespace <namespace> logs <pod> --container <container>",
  ),
  container: cause(
    "The node <node> cannot create the init container of the pod <pod>. The pod's events show why.",
    "kubectl --namespace <namespace> describe pod <pod>",
  ),
  starting: cause(
    "The init container of the pod <pod> has not succeeded yet on the node <node>.",
    "kubectl --namespace <namespace> describe pod <pod>",
  ),
} satisfies PodCauses<InitFacts>;

export const causes = {
  ...initCauses,
  lowered: cause(
    "Something on the node <node> lowers the limits after the init container: a file in /etc/sysctl.d that is applied again, a tuning service, or another DaemonSet.",
    'on <node>: grep -rs "fs.inotify" /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d',
  ),
  oldPod: cause(
    "The pod <pod> on the node <node> set the limits of an earlier version of the settings.",
    "kubectl --namespace <namespace> rollout status daemonset/<daemonset>",
  ),
  noPod: cause(
    "No pod of the DaemonSet <daemonset> is on the node <node>: the node is new, or something keeps the pod away.",
    "kubectl --namespace <namespace> get pods --selector app=<daemonset> --output wide",
  ),
  notMeasured: cause(
    "This run's own pod wrote no limits on the node <node>, or its log is unreadable.",
    "kubectl describe node <node>",
  ),
  notLogged: cause(
    "The log of the pod <pod> does not show the limits: it was rotated away, or the kubelet of the node <node> is unreachable.",
    "kubectl --namespace <namespace> logs <pod> --container <container>",
  ),
};

export interface InotifyEvidence {
  /** The names of the nodes whose limits should be known. */
  readonly nodes: readonly string[];
  /** The pods of the DaemonSet that raises the limits. */
  readonly pods: readonly V1Pod[];
  readonly limits: readonly NodeLimits[];
  /** drill: current values; init-log: the values when the init container ran. */
  readonly source: "drill" | "init-log";
  readonly expected: InotifyModel;
  readonly namespace: string;
}

export const inotify = notDeployedIfOtherVersion(
  diagnostic<VerifyContext, InotifyEvidence>({
    id: "inotify",
    title: "Every node has the inotify limits",
    after: [nodesDiagnostic],
    failure: "nodes",
    timeout: Duration.minutes(2),
    permissions: (model, readOnly) => [
      inNamespace(model.namespace.name, "pods", ["list"]),
      // A read-only run reads the limits where the init containers wrote them.
      ...(readOnly ? [inNamespace(model.namespace.name, "pods/log", ["get"])] : []),
      ...drillPermissions(model, readOnly),
    ],
    causes,
    collect: async (context, signal) => {
      const { inotify: expected, namespace } = context.stack.model;
      const pods = await podsLabelled(context.cluster, namespace.name, { app: expected.name }, signal);
      const limits = await collectLimits(context, context.cluster.core(signal), pods, signal);
      return { pods, expected, namespace: namespace.name, ...limits };
    },
    analyze: (evidence) => {
      const { nodes, pods, limits, source, expected, namespace } = evidence;
      if (pods.length === 0) return absent(`no pod of ${expected.name} in the namespace ${namespace}`);
      const low = limits.flatMap((node) => tooLow(node, expected));
      if (low.length > 0) return lowLimits(evidence, low);
      const known = new Set(limits.filter((node) => isComplete(node, expected)).map(({ node }) => node));
      const unknown = nodes.filter((node) => !known.has(node));
      if (unknown.length > 0) return unknownLimits(evidence, unknown);
      return pass(`${nodes.length} of ${nodes.length} nodes`, SOURCES[source]);
    },
  }),
);

const SOURCES: Readonly<Record<InotifyEvidence["source"], string>> = {
  drill: "measured now",
  "init-log": "as each node's pod found or set them at its start",
};

/** The limits of the nodes. A drill has probes only on nodes that still exist. */
export async function collectLimits(
  { drill, agentNodes, readOnly }: Pick<VerifyContext, "drill" | "agentNodes" | "readOnly">,
  core: PodLogApi,
  pods: readonly V1Pod[],
  signal: AbortSignal,
): Promise<Pick<InotifyEvidence, "nodes" | "limits" | "source">> {
  if (readOnly) {
    const [limits, nodes] = await Promise.all([loggedLimits(core, pods), agentNodes()]);
    return { nodes: nodes.map(nodeName), limits, source: "init-log" };
  }
  const probes = await drill.probes(signal);
  return {
    nodes: probes.map(({ node }) => node),
    limits: probes.map(({ node, text, problem }) => parseLimits(node, text ?? "", problem)),
    source: "drill",
  };
}

/** The inotify limits of a node, as a pod there wrote them. */
interface NodeLimits {
  readonly node: string;
  /** By their names without "fs.inotify.". Those that were not written are missing. */
  readonly values: Readonly<Record<string, number>>;
  /** Why the limits are unknown, in the words of Kubernetes. Null if Kubernetes reports no reason. */
  readonly problem: string | null;
}

/** "name=value" of a drill, "name = value" of the sysctl command, and what the init container leaves as it is. */
const LIMIT = /^fs\.inotify\.(max_\w+)(?: ?= ?| stays at )(\d+)\b/gm;

export function parseLimits(node: string, text: string, problem: string | null = null): NodeLimits {
  const found = [...text.matchAll(LIMIT)].map(([, limit = "", value]) => [limit, Number(value)] as const);
  return { node, values: Object.fromEntries(found), problem };
}

/** The maximum number of concurrent requests for logs. The API server forwards each to a kubelet. */
const CONCURRENCY = 20;

/** The limits that the init containers wrote into their logs. */
export function loggedLimits(core: PodLogApi, pods: readonly V1Pod[]): Promise<readonly NodeLimits[]> {
  return mapConcurrent(pods.filter(hasStarted), CONCURRENCY, (pod) => limitsLoggedBy(core, pod));
}

/** Before the init container starts, the kubelet has no log of it. */
function hasStarted(pod: V1Pod): boolean {
  const state = initOf(pod)?.state;
  return state?.running !== undefined || state?.terminated !== undefined;
}

async function limitsLoggedBy(core: PodLogApi, pod: V1Pod): Promise<NodeLimits> {
  const node = pod.spec?.nodeName ?? "";
  const request = { name: podName(pod), namespace: pod.metadata?.namespace ?? "", container: SYSCTL_CONTAINER };
  const { text, problem } = await readPodLog(core, request);
  return parseLimits(node, text ?? "", problem);
}

interface LowLimit {
  readonly node: string;
  readonly message: string;
}

/** The stack never lowers a limit, so a higher value is fine. */
function tooLow({ node, values }: NodeLimits, model: InotifyModel): readonly LowLimit[] {
  return expectedLimits(model).flatMap(([limit, expected]) => {
    const value = values[limit];
    if (value === undefined || value >= expected) return [];
    return [{ node, message: `${node}: fs.inotify.${limit} is ${value}, not ${expected}` }];
  });
}

function isComplete({ values }: NodeLimits, model: InotifyModel): boolean {
  return expectedLimits(model).every(([limit]) => values[limit] !== undefined);
}

function expectedLimits({ maxUserWatches, maxUserInstances, maxQueuedEvents }: InotifyModel) {
  return [
    ["max_user_watches", maxUserWatches],
    ["max_user_instances", maxUserInstances],
    ["max_queued_events", maxQueuedEvents],
  ] as const;
}

function lowLimits(evidence: InotifyEvidence, low: readonly LowLimit[]): Outcome {
  const node = low[0]?.node ?? "";
  return fail({
    got: listed(low.map(({ message }) => message)),
    expected: "at least the limits of the settings on every node",
    causes: [
      causeOn(node, evidence, (pod, facts) =>
        raisesEnough(pod, evidence.expected) ? causes.lowered(facts) : causes.oldPod(facts),
      ),
    ],
  });
}

/** The numbers in the init container's script: "raise max_user_watches 1048576". */
const RAISED = /^raise (max_\w+) (\d+)$/gm;

/** Whether the pod is of a version whose limits are at least the expected ones. */
export function raisesEnough({ spec }: Pick<V1Pod, "spec">, model: InotifyModel): boolean {
  const script = spec?.initContainers?.find(({ name }) => name === SYSCTL_CONTAINER)?.command?.join("\n") ?? "";
  const raised = new Map([...script.matchAll(RAISED)].map(([, limit, value]) => [limit, Number(value)]));
  return expectedLimits(model).every(([limit, expected]) => (raised.get(limit) ?? 0) >= expected);
}

function unknownLimits(evidence: InotifyEvidence, unknown: readonly string[]): Outcome {
  const expected = evidence.nodes.length;
  const known = expected - unknown.length;
  const node = unknown[0] ?? "";
  const notLogged = (_: V1Pod, facts: LimitFacts) => causes.notLogged(facts);
  return warn({
    got: `${known} of ${expected} nodes; unknown: ${listed(unknown.map((name) => withProblem(name, evidence)))}`,
    expected: "the limits of every node",
    causes: [evidence.source === "drill" ? causes.notMeasured({ node }) : causeOn(node, evidence, notLogged)],
  });
}

function withProblem(name: string, { limits }: InotifyEvidence): string {
  const problem = limits.find(({ node }) => node === name)?.problem;
  return problem ? `${name} (${problem})` : name;
}

interface LimitFacts extends InitFacts {
  readonly daemonset: string;
}

/** Why the limits of a node are low or unknown. @param ofSuccess if the init container succeeded there */
function causeOn(node: string, evidence: InotifyEvidence, ofSuccess: (pod: V1Pod, facts: LimitFacts) => Cause): Cause {
  const { namespace, expected } = evidence;
  const pod = podOn(node, evidence);
  if (pod === undefined) return causes.noPod({ node, namespace, daemonset: expected.name });
  const facts = { node, namespace, daemonset: expected.name, pod: podName(pod), container: SYSCTL_CONTAINER };
  if (initOf(pod)?.state?.terminated?.exitCode === 0) return ofSuccess(pod, facts);
  return causeOfPod(podProblem(pod, []), initCauses, facts);
}

function podOn(node: string, { pods }: InotifyEvidence): V1Pod | undefined {
  return pods.find((pod) => nodeOf(pod) === node);
}

function initOf({ status }: V1Pod) {
  return status?.initContainerStatuses?.find(({ name }) => name === SYSCTL_CONTAINER);
}
