import type { CoreV1Api, V1NetworkPolicy, V1Pod } from "@kubernetes/client-node";
import { networkPolicies } from "../access/policies";
import { type Cause, cause, provenOr } from "../diagnostics/cause";
import { type Attempt, attemptEach, attemptsIn, type Endpoint } from "../diagnostics/connections";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, skipped, warn } from "../diagnostics/outcome";
import { podProblem } from "../diagnostics/pod-problems";
import { nodeOf, podName, podsLabelled } from "../diagnostics/pods";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { restrictedPod } from "../diagnostics/restricted-pod";
import { listed, oneLine } from "../diagnostics/text";
import { ignoreNotFound, statusOf } from "../kube/errors";
import { selectsLabels } from "../kube/label-selector";
import { nodeName } from "../kube/node";
import { readPodLog } from "../kube/pod-log";
import { poll } from "../kube/poll";
import { LOKI, LOKI_POD } from "../loki/layout";
import type { Model } from "../model";
import { Duration } from "../units";
import { agentLabels } from "./agents";
import type { VerifyContext } from "./context";
import { notDeployedIfOtherVersion } from "./deployed";
import { DRILL_LABEL, rejectionOf } from "./log-path-drill/drill-pods";
import { drillPermissions } from "./log-path-drill/probes";
import { lokiReady } from "./loki-ready";

export const causes = {
  noPolicy: cause("The NetworkPolicy <policy> does not exist. It was deleted.", "npm run deploy"),
  otherPolicy: cause(
    "The NetworkPolicy <policy>, which is not of the stack, also selects <pod>. It may admit the connection: policies add up.",
    "kubectl --namespace <namespace> describe networkpolicy <policy>",
  ),
  notEnforced: cause(
    "The cluster's network does not enforce NetworkPolicies.",
    "npm run preflight -- --only network-policies",
  ),
  changedPolicy: cause("The NetworkPolicy <policy> was changed since the deploy.", "npm run diff"),
  podNotRun: cause(
    "The pod that tries the connections cannot run. The message of Kubernetes is above.",
    "kubectl --namespace <drillNamespace> get events --sort-by .lastTimestamp",
  ),
  noNetwork: cause(
    "The pod reaches nothing, not even the API server: its network is down, or a policy limits what it may connect to.",
    "kubectl get networkpolicies --all-namespaces",
  ),
};

/** A pod of the stack, or the Service in front of it, that must refuse the connection. */
export interface Target extends Endpoint {
  readonly pod: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface AccessEvidence {
  readonly targets: readonly Target[];
  /** The results of the connections, and of one to the API server. Empty if the pod did not run. */
  readonly attempts: readonly Attempt[];
  /** Why the pod did not run, in the words of Kubernetes. Null if it ran. */
  readonly problem: string | null;
  /** The policies of the stack's namespace. */
  readonly policies: readonly V1NetworkPolicy[];
  /** The names of the stack's own policies there. */
  readonly ownPolicies: readonly string[];
  readonly namespace: string;
  readonly drillNamespace: string;
}

/** Every node enforces the policies of its own pods. A few show whether the cluster does at all. */
const MAX_AGENTS = 5;

const START_TIMEOUT = Duration.seconds(60);
const DEADLINE = Duration.minutes(2);
const REMOVAL_TIMEOUT = Duration.seconds(10);

export const access = notDeployedIfOtherVersion(
  diagnostic<VerifyContext, AccessEvidence>({
    id: "access",
    title: "Loki and the agents refuse other pods",
    after: [lokiReady],
    failure: "access",
    timeout: Duration.minutes(2),
    permissions: (model, readOnly) => [
      inNamespace(model.namespace.name, "pods", ["list"]),
      inNamespace(model.namespace.name, "services", ["get"]),
      inNamespace(model.namespace.name, "networkpolicies", ["list"], "networking.k8s.io"),
      inCluster("nodes", ["list"]),
      ...drillPermissions(model, readOnly),
    ],
    mutates: true,
    causes,
    skip: ({ stack: { model } }) => (model.access.kind === "open" ? "access is open: every pod may connect" : null),
    collect: async (context, signal) => {
      const { model } = context.stack;
      const { namespace, drillNamespace } = context.names;
      const targets = await targetsOf(context, signal);
      const { items: policies } = await context.cluster.networking(signal).listNamespacedNetworkPolicy({ namespace });
      const ownPolicies = ownPoliciesOf(model);
      return { ...(await tryAll(context, targets, signal)), targets, policies, ownPolicies, namespace, drillNamespace };
    },
    analyze: (evidence) => {
      const { targets, attempts, problem, drillNamespace } = evidence;
      if (targets.length === 0) return skipped("no pod of the stack runs");
      if (problem !== null) return unmeasured(oneLine(problem), causes.podNotRun({ drillNamespace }));
      const open = targets.filter((target) => isOpen(target, attempts));
      if (open.length > 0) return openTargets(evidence, open);
      const hasNetwork = attempts.some((attempt) => attempt.isOpen);
      return hasNetwork
        ? pass(`no connection from "${drillNamespace}" to ${countOf(targets)}`)
        : unmeasured("no connection at all", causes.noNetwork());
    },
  }),
);

const EXPECTED = "no connection from a pod of another namespace";

function unmeasured(got: string, proven: Cause): Outcome {
  return warn({ got: `not measured: ${got}`, expected: EXPECTED, causes: [proven] });
}

function isOpen({ host, port }: Target, attempts: readonly Attempt[]): boolean {
  return attempts.some((attempt) => attempt.isOpen && attempt.host === host && attempt.port === port);
}

function countOf(targets: readonly Target[]): string {
  const pods = new Set(targets.map(({ pod }) => pod));
  return `${pods.size} ${pods.size === 1 ? "pod" : "pods"}, with Loki's Service`;
}

function openTargets(evidence: AccessEvidence, open: readonly Target[]): Outcome {
  const { drillNamespace } = evidence;
  const shown = [...new Set(open.map(({ pod, port }) => `${pod}:${port}`))];
  return fail({
    got: `a pod of "${drillNamespace}" reaches ${listed(shown)}`,
    expected: EXPECTED,
    causes: causesOf(evidence, open),
  });
}

function causesOf({ policies, ownPolicies, namespace }: AccessEvidence, open: readonly Target[]): readonly Cause[] {
  const names = policies.map(({ metadata }) => metadata?.name ?? "");
  const missing = ownPolicies.filter((name) => !names.includes(name));
  const others = open.flatMap(({ pod, labels }) =>
    policies
      .filter((policy) => isAdmitting(policy, labels))
      .flatMap(({ metadata }) => metadata?.name ?? [])
      .filter((name) => !ownPolicies.includes(name))
      .map((policy) => causes.otherPolicy({ policy, pod, namespace })),
  );
  const [policy = ""] = ownPolicies;
  return provenOr(
    [...missing.map((name) => causes.noPolicy({ policy: name })), ...others],
    [causes.notEnforced(), causes.changedPolicy({ policy })],
  );
}

function isAdmitting({ spec }: V1NetworkPolicy, labels: Readonly<Record<string, string>>): boolean {
  return (spec?.ingress ?? []).length > 0 && selectsLabels(spec?.podSelector ?? {}, labels);
}

/** Loki's comes first. */
function ownPoliciesOf(model: Model): readonly string[] {
  return networkPolicies(model)
    .filter(({ namespace }) => namespace === model.namespace.name)
    .map(({ name }) => name);
}

async function targetsOf({ cluster, stack }: VerifyContext, signal: AbortSignal): Promise<readonly Target[]> {
  const { model } = stack;
  const namespace = model.namespace.name;
  const { httpPort } = model.loki.service;
  const core = cluster.core(signal);
  const [loki, service, agents] = await Promise.all([
    lokiPods(core, namespace),
    ignoreNotFound(core.readNamespacedService({ name: LOKI, namespace })),
    podsLabelled(cluster, namespace, agentLabels(model), signal),
  ]);
  const ofLoki = loki.flatMap((pod) => targetAt(pod, httpPort));
  const address = service?.spec?.clusterIP ?? "None";
  return [
    ...ofLoki,
    ...(address === "None" ? [] : ofLoki.slice(0, 1).map((target) => ({ ...target, host: address }))),
    ...agents.slice(0, MAX_AGENTS).flatMap((pod) => targetAt(pod, model.alloy.httpPort)),
  ];
}

async function lokiPods(core: Pick<CoreV1Api, "listNamespacedPod">, namespace: string): Promise<readonly V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, fieldSelector: `metadata.name=${LOKI_POD}` });
  return items;
}

function targetAt(pod: V1Pod, port: number): readonly Target[] {
  const host = pod.status?.podIP;
  if (pod.status?.phase !== "Running" || host === undefined) return [];
  return [{ pod: podName(pod), labels: pod.metadata?.labels ?? {}, host, port }];
}

/** The kubelet sets the variables in every container. The API server answers a plain request with an error. */
const API_SERVER = 'attempt "$KUBERNETES_SERVICE_HOST" "$KUBERNETES_SERVICE_PORT"\n';

type Tried = Pick<AccessEvidence, "attempts" | "problem">;

/** Tries all connections from a pod in the namespace of the drill. */
async function tryAll(context: VerifyContext, targets: readonly Target[], signal: AbortSignal): Promise<Tried> {
  const { cluster, stack, drill, names } = context;
  const [name, namespace] = [`access-${drill.markerId.slice(0, 8)}`, names.drillNamespace];
  const body = restrictedPod({
    name,
    namespace,
    labels: { [DRILL_LABEL]: drill.markerId },
    node: await nodeFor(context, signal),
    container: "access",
    image: stack.model.inotify.busybox,
    script: `${attemptEach(targets)}${API_SERVER}`,
    deadline: DEADLINE,
  });
  try {
    await cluster.core(signal).createNamespacedPod({ namespace, body });
    return await resultsOf(cluster.core(signal), { name, namespace }, signal);
  } catch (error) {
    const problem = statusOf(error) === null ? null : rejectionOf(error);
    if (problem === null) throw error;
    return { attempts: [], problem };
  } finally {
    const core = cluster.core(AbortSignal.timeout(REMOVAL_TIMEOUT.toMilliseconds()));
    await ignoreNotFound(core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 }));
  }
}

/** Another node than Loki's, if there is one: the connection then crosses the network. */
async function nodeFor({ cluster, agentNodes, names }: VerifyContext, signal: AbortSignal): Promise<string | null> {
  const [loki] = await lokiPods(cluster.core(signal), names.namespace);
  const nodes = (await agentNodes()).map(nodeName);
  return nodes.find((node) => node !== (loki && nodeOf(loki))) ?? nodes[0] ?? null;
}

async function resultsOf(
  core: Pick<CoreV1Api, "listNamespacedPod" | "readNamespacedPodLog">,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  signal: AbortSignal,
): Promise<Tried> {
  const fieldSelector = `metadata.name=${name}`;
  const ended = await poll({
    request: async () => (await core.listNamespacedPod({ namespace, fieldSelector })).items[0],
    isEnough: (pod) => pod === undefined || ["Succeeded", "Failed"].includes(pod.status?.phase ?? ""),
    timeout: START_TIMEOUT,
    signal,
  });
  if (ended?.status?.phase !== "Succeeded")
    return { attempts: [], problem: ended === undefined ? "the pod was deleted" : podProblem(ended, []).message };
  const log = await readPodLog(core, { name, namespace });
  return { attempts: attemptsIn(log.text ?? ""), problem: log.problem };
}
