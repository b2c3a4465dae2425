import type { CoreV1Event, V1DaemonSet, V1Deployment, V1Node, V1ObjectMeta, V1Pod } from "@kubernetes/client-node";
import { type Cause, cause, distinctCauses } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, notDeployed, type Outcome, pass, warn } from "../diagnostics/outcome";
import { type PodCauses, podCauses } from "../diagnostics/pod-problems";
import { isObserved, nodeOf, podsLabelled, warningsIn } from "../diagnostics/pods";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { ignoreNotFound } from "../kube/errors";
import { missingLabel, nodeName } from "../kube/node";
import { isPodReady } from "../kube/pod";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import {
  agentPodCauses,
  missingPodCauses,
  reasonOfController,
  reasonOfPod,
  reasonOnNode,
  type Workload,
} from "./missing-pods";
import { nodes as nodesDiagnostic } from "./nodes";
import { joiningNodes } from "./settled-nodes";

export const causes = {
  ...missingPodCauses,
  oldRevision: cause(
    "The rollout is in progress. The old pods work until the new ones are ready.",
    "kubectl --namespace <namespace> rollout status <kind>/<name>",
  ),
};

export interface DaemonSetEvidence {
  readonly daemonSet: V1DaemonSet;
  readonly pods: readonly V1Pod[];
  /** The nodes whose agents are expected to work. */
  readonly nodes: readonly V1Node[];
  readonly warnings: readonly CoreV1Event[];
}

interface DeploymentEvidence {
  readonly deployment: V1Deployment;
  readonly pods: readonly V1Pod[];
  readonly warnings: readonly CoreV1Event[];
}

/** A workload that does not exist, by its kind and name. */
interface Absent {
  readonly absent: string;
}

export interface WorkloadsEvidence {
  readonly inotify: DaemonSetEvidence | Absent;
  readonly agent: DaemonSetEvidence | Absent;
  /** Null if the settings have none. */
  readonly events: DeploymentEvidence | Absent | null;
  /** The nodes that joined a moment ago and may have no agent yet. */
  readonly joining: readonly string[];
}

export const daemonsets = diagnostic<VerifyContext, WorkloadsEvidence>({
  id: "daemonsets",
  title: "An agent is ready on every node",
  after: [nodesDiagnostic],
  failure: "nodes",
  timeout: Duration.seconds(60),
  permissions: ({ namespace: { name } }) => [
    inCluster("nodes", ["list"]),
    inNamespace(name, "daemonsets", ["get"], "apps"),
    inNamespace(name, "deployments", ["get"], "apps"),
    inNamespace(name, "pods", ["list"]),
    inNamespace(name, "events", ["list"]),
  ],
  causes,
  collect: async (context, signal) => {
    const { inotify, alloy } = context.stack.model;
    const [ofInotify, agent, events] = await Promise.all([
      collectDaemonSet(context, inotify.name, signal),
      collectDaemonSet(context, alloy.agent.release, signal),
      alloy.events && collectDeployment(context, alloy.events.release, signal),
    ]);
    const joining = joiningNodes(await context.nodes(), await context.agentNodes()).map(nodeName);
    return { inotify: ofInotify, agent, events, joining };
  },
  analyze: ({ inotify, agent, events, joining }) => {
    const missing = [inotify, agent, events].flatMap((workload) =>
      workload !== null && "absent" in workload ? [workload.absent] : [],
    );
    // Without the other workloads, lines still reach Loki, and alerts still reach Alertmanager.
    const outcome = "absent" in agent ? absent : notDeployed;
    if (missing.length > 0) return outcome(`no ${missing.join(", and no ")}`);
    const ofAgent = "absent" in agent ? [] : [analyzeDaemonSet(agent, agentPodCauses)];
    const all = [
      ...("absent" in inotify ? [] : [analyzeDaemonSet(inotify, podCauses)]),
      ...ofAgent,
      ...(events === null || "absent" in events ? [] : [analyzeDeployment(events)]),
    ];
    const faults = all.flatMap(({ fault }) => (fault === null ? [] : [fault]));
    const isPartial = ofAgent.some(({ fault }) => fault?.linesFlow !== "nowhere");
    return worstOutcome(faults, isPartial) ?? pass(all.map(({ detail }) => detail).join(", "), ...notesOf(joining));
  },
});

async function collectDaemonSet(context: VerifyContext, name: string, signal: AbortSignal) {
  const { cluster, names, agentNodes } = context;
  const { namespace } = names;
  const daemonSet = await ignoreNotFound(cluster.apps(signal).readNamespacedDaemonSet({ name, namespace }));
  if (daemonSet === null) return { absent: `DaemonSet ${name}` };
  return { daemonSet, nodes: await agentNodes(), ...(await collectPods(context, daemonSet, signal)) };
}

async function collectDeployment(context: VerifyContext, name: string, signal: AbortSignal) {
  const { cluster, names } = context;
  const { namespace } = names;
  const deployment = await ignoreNotFound(cluster.apps(signal).readNamespacedDeployment({ name, namespace }));
  if (deployment === null) return { absent: `Deployment ${name}` };
  return { deployment, ...(await collectPods(context, deployment, signal)) };
}

async function collectPods(
  { cluster, names: { namespace } }: VerifyContext,
  { spec }: Pick<V1DaemonSet | V1Deployment, "spec">,
  signal: AbortSignal,
) {
  const [pods, warnings] = await Promise.all([
    podsLabelled(cluster, namespace, spec?.selector.matchLabels ?? {}, signal),
    warningsIn(cluster, namespace, signal),
  ]);
  return { pods, warnings };
}

interface WorkloadFault {
  /** On which nodes lines still flow. */
  readonly linesFlow: "everywhere" | "somewhere" | "nowhere";
  readonly got: string;
  readonly expected: string;
  readonly cause: Cause;
}

interface WorkloadAnalysis {
  /** "alloy: 5 of 5 nodes" */
  readonly detail: string;
  readonly fault: WorkloadFault | null;
}

/** The outcome of the worst fault, with the causes of all. Null if there is none. */
function worstOutcome(faults: readonly WorkloadFault[], isPartial: boolean): Outcome | null {
  const worst = faults.find(({ linesFlow }) => linesFlow !== "everywhere") ?? faults[0];
  if (worst === undefined) return null;
  const fault = {
    got: faults.map(({ got }) => got).join("; "),
    expected: worst.expected,
    causes: distinctCauses([worst, ...faults].map((each) => each.cause)),
  };
  return worst.linesFlow === "everywhere" ? warn({ ...fault, isTransient: true }) : fail({ ...fault, isPartial });
}

function notesOf(joining: readonly string[]): readonly string[] {
  return joining.length === 0 ? [] : [`ready for less than three minutes, and not counted yet: ${listed(joining)}`];
}

/** Counts nodes. The DaemonSet's own count omits nodes with taints that it does not tolerate. */
export function analyzeDaemonSet(evidence: DaemonSetEvidence, known: PodCauses): WorkloadAnalysis {
  const { daemonSet, pods, nodes, warnings } = evidence;
  const workload = workloadOf("daemonset", daemonSet);
  const nodesWithPod = new Set(pods.filter(isPodReady).map(nodeOf));
  const expected = nodes.filter((node) => matchesSelector(node, daemonSet));
  const nodesWithoutPod = expected.filter((node) => !nodesWithPod.has(nodeName(node)));
  const count = `${expected.length - nodesWithoutPod.length} of ${expected.length} nodes`;
  const detail = `${workload.name}: ${count}`;
  const [node] = nodesWithoutPod;
  if (node === undefined) return { detail, fault: oldDaemonSet(daemonSet, workload) };
  const reason = reasonOnNode({ node, daemonSet, workload, pods, warnings }, known);
  const fault = {
    linesFlow: nodesWithoutPod.length < expected.length ? "somewhere" : "nowhere",
    got: `${workload.name} is ready on ${count}; ${nodeName(node)}: ${reason.message}`,
    expected: "a ready pod on every node",
    cause: reason.cause,
  } as const;
  return { detail, fault };
}

function matchesSelector(node: V1Node, { spec }: V1DaemonSet): boolean {
  return missingLabel(node, spec?.template.spec?.nodeSelector ?? {}) === null;
}

/**
 * An old agent still serves its node, but the new pipeline is not everywhere. Compares the controller's own numbers, which
 * include nodes that joined a moment ago.
 */
function oldDaemonSet(daemonSet: V1DaemonSet, workload: Workload): WorkloadFault | null {
  const { updatedNumberScheduled = 0, desiredNumberScheduled: desired = 0 } = daemonSet.status ?? {};
  const isKnown = isObserved(daemonSet);
  if (isKnown && updatedNumberScheduled >= desired) return null;
  return {
    linesFlow: "everywhere",
    got: `${workload.name} has its newest revision on ${isKnown ? updatedNumberScheduled : 0} of ${desired} nodes`,
    expected: "the newest revision on every node",
    cause: causes.oldRevision({ ...workload }),
  };
}

/** Analyzes a Deployment of one pod. The nodes' lines do not pass through this pod, and flow without it. */
export function analyzeDeployment({ deployment, pods, warnings }: DeploymentEvidence): WorkloadAnalysis {
  const workload = workloadOf("deployment", deployment);
  const isReady = pods.some(isPodReady);
  const detail = `${workload.name}: ${isReady ? "ready" : "not ready"}`;
  if (isReady) return { detail, fault: oldDeployment(deployment, workload) };
  const [pod] = pods;
  const controllers = { kind: "ReplicaSet", names: replicaSets(warnings, workload.name) } as const;
  const reason =
    pod === undefined ? reasonOfController(warnings, controllers, workload) : reasonOfPod(pod, warnings, podCauses);
  const fault = {
    linesFlow: "everywhere",
    got: `${workload.name} is not ready; ${reason.message}`,
    expected: "one ready pod, which collects the cluster's events",
    cause: reason.cause,
  } as const;
  return { detail, fault };
}

/** The ReplicaSets of a Deployment that warnings are about. */
function replicaSets(warnings: readonly CoreV1Event[], deployment: string): readonly string[] {
  const names = warnings.flatMap(({ involvedObject: { kind, name } }) => (kind === "ReplicaSet" && name ? [name] : []));
  return names.filter((name) => name.startsWith(`${deployment}-`));
}

function oldDeployment(deployment: V1Deployment, workload: Workload): WorkloadFault | null {
  const { spec, status } = deployment;
  if (isObserved(deployment) && (status?.updatedReplicas ?? 0) >= (spec?.replicas ?? 1)) return null;
  return {
    linesFlow: "everywhere",
    got: `${workload.name} does not have its newest revision`,
    expected: "a pod of the newest revision",
    cause: causes.oldRevision({ ...workload }),
  };
}

function workloadOf(kind: Workload["kind"], { metadata }: { readonly metadata?: V1ObjectMeta }): Workload {
  return { kind, name: metadata?.name ?? "", namespace: metadata?.namespace ?? "" };
}
