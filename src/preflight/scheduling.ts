import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { keepsPodsOut, shownTaint, tolerates } from "../cluster/taints";
import { apiServer } from "../diagnostics/api-server";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { mapConcurrent } from "../kube/async";
import { nodeName, undeclaredTaints, userTaints } from "../kube/node";
import type { RenderedStack } from "../stack/rendered-stack";
import { Duration } from "../units";
import type { PreflightContext } from "./context";
import { hasLabelsOfStack } from "./owner";
import {
  agentNodes,
  daemonSets,
  decisiveObstructions,
  describeObstruction,
  isVirtual,
  lokiPod,
  nodesForLoki,
  nodesToExamine,
  type Obstruction,
  obstructions,
  POOL_LABELS,
  type PodRequirements,
  poolOf,
  type Shortage,
  shortage,
  singlePods,
} from "./pod-fit";

const CONCURRENCY = 5;

const LOWER_REQUEST = "npm run capacity shows what the load needs";

export const causes = {
  virtual: cause(
    "The virtual node <node> (Fargate, a virtual kubelet) runs no pod of a DaemonSet, and no setting of the stack excludes it. An apply waits in vain for the pods there.",
    "kubectl get nodes --label-columns eks.amazonaws.com/compute-type,type",
  ),
  notTolerated: cause(
    "The tolerations in <valuesFile> do not cover the taint <taint> of the node <node>.",
    "write tolerations: [{ operator: Exists }] under controller in <valuesFile>",
  ),
  noNode: cause(
    "The kubeconfig is that of another cluster, such as a virtual one without nodes.",
    "kubectl config current-context",
  ),
  pooled: cause(
    "No node is suitable now. The node <node> belongs to the pool <pool>, and an autoscaler may add a suitable one.",
    `kubectl get nodes --label-columns ${["node.kubernetes.io/instance-type", ...POOL_LABELS].join(",")}`,
  ),
  lokiTooLarge: cause(
    "No available node has the <request> of <resource> that Loki requests.",
    `write loki: { resources: { <setting>: … } } into main.ts; ${LOWER_REQUEST}`,
  ),
  podTooLarge: cause(
    "No available node has the <request> of <resource> that <pod> requests.",
    "kubectl describe nodes | grep -A 8 '^Allocatable:'",
  ),
  tainted: cause(
    "The node <node> has the taint <taint>, which <pod> does not tolerate.",
    "kubectl describe nodes | grep -E '^(Name|Taints|Unschedulable):'",
  ),
  condition: cause(
    "Kubernetes keeps pods off the node <node> with the taint <taint>, until the node's condition improves.",
    "kubectl describe node <node>",
  ),
  cordoned: cause("The node <node> is cordoned.", "kubectl uncordon <node>"),
  noLabel: cause(
    "The node <node> lacks the label <label>, which the node selector of <pod> requires.",
    "kubectl get nodes --show-labels",
  ),
  noRoomForLoki: cause(
    "Other pods occupy the <resource> of the nodes. Loki stays Pending until some of them are deleted or a node is added.",
    "kubectl describe nodes | grep -A 8 'Allocated resources'",
  ),
  lokiTooLargeWithAgents: cause(
    "Even without other pods, no node has enough <resource> for Loki and the agents.",
    `write loki: { resources: … } into main.ts, or add a larger node; ${LOWER_REQUEST}`,
  ),
  noRoom: cause(
    "Other pods occupy the <resource> of the node <node>. An agent stays Pending there, and Helm rolls the release back at its timeout.",
    "kubectl describe node <node>",
  ),
  agentTooLarge: cause(
    "Even without other pods, the node <node> has too little <resource> for the agents, and Helm rolls the release back at its timeout.",
    "kubectl describe node <node>",
  ),
};

/** A node, and the pods on it that are not the stack's. */
interface ExaminedNode {
  readonly node: V1Node;
  readonly others: readonly V1Pod[];
}

export interface SchedulingEvidence {
  readonly nodes: readonly V1Node[];
  /** Empty if some pod cannot run on any node, whatever else runs there. */
  readonly examined: readonly ExaminedNode[];
  readonly stack: RenderedStack;
}

/** Finds a node for each pod of the stack, as the scheduler does. */
export const scheduling = diagnostic<PreflightContext, SchedulingEvidence>({
  id: "scheduling",
  title: "Every node can run an agent, and one can run Loki",
  after: [apiServer],
  failure: "nodes",
  timeout: Duration.seconds(30),
  permissions: () => [inCluster("nodes", ["list"]), inCluster("pods", ["list"])],
  causes,
  collect: async (context, signal) => {
    const { stack } = context;
    const nodes = await context.nodes();
    const candidates = analyzeNodes(nodes, stack) === null ? nodesToExamine(nodes, stack) : [];
    const examined = await mapConcurrent(candidates, CONCURRENCY, (node) => examinedNode(node, context, signal));
    return { nodes, examined, stack };
  },
  analyze: (evidence) => analyzeNodes(evidence.nodes, evidence.stack) ?? analyzeRoom(evidence),
});

/** Lists the pods of one node: a list of all pods is expensive on a large cluster. */
async function examinedNode(
  node: V1Node,
  { cluster, stack: { model } }: PreflightContext,
  signal: AbortSignal,
): Promise<ExaminedNode> {
  const fieldSelector = `spec.nodeName=${nodeName(node)}`;
  const { items } = await cluster.core(signal).listPodForAllNamespaces({ fieldSelector });
  const others = items.filter(
    (pod) => pod.metadata?.namespace !== model.namespace.name || !hasLabelsOfStack(pod, model),
  );
  return { node, others };
}

/** Ignores what runs on the nodes. Returns null if every pod can run. */
function analyzeNodes(nodes: readonly V1Node[], stack: RenderedStack): Outcome | null {
  const agents = agentNodes(nodes, stack);
  const single = singlePods(stack).map((pod) => analyzeObstructions(nodes, pod, stack));
  return analyzeVirtual(agents) ?? analyzeTolerations(agents, stack) ?? single.find((fault) => fault !== null) ?? null;
}

function analyzeVirtual(agents: readonly V1Node[]): Outcome | null {
  const virtual = agents.filter(isVirtual).map(nodeName);
  const [node] = virtual;
  if (node === undefined) return null;
  return fail({
    got: `virtual nodes: ${listed(virtual)}`,
    expected: "nodes that run the pods of DaemonSets",
    causes: [causes.virtual({ node })],
  });
}

function analyzeTolerations(agents: readonly V1Node[], stack: RenderedStack): Outcome | null {
  const { valuesFile } = stack.agent;
  const faults = daemonSets(stack).flatMap(({ name, tolerations }) =>
    agents.flatMap((node) =>
      userTaints(node)
        .filter((taint) => keepsPodsOut(taint) && !tolerations.some((toleration) => tolerates(toleration, taint)))
        .map((taint) => ({ name, taint: shownTaint(taint), node: nodeName(node) })),
    ),
  );
  const [first] = faults;
  if (first === undefined) return null;
  const { name, taint, node } = first;
  return fail({
    got: `${name} does not tolerate ${taint}`,
    expected: "an agent on every node",
    causes: [causes.notTolerated({ valuesFile, taint, node })],
  });
}

/** Returns null if at least one node can run the pod. */
function analyzeObstructions(nodes: readonly V1Node[], pod: PodRequirements, stack: RenderedStack): Outcome | null {
  const obstructed = nodes.map((node) => ({ node, all: obstructions(node, pod) }));
  if (obstructed.some(({ all }) => all.length === 0)) return null;
  const { memoryRequest, cpuRequest } = pod.resources;
  const expected = `a node for ${pod.name}, which requests ${memoryRequest} of memory and ${cpuRequest} CPU`;
  if (nodes.length === 0) return fail({ got: "a cluster without nodes", expected, causes: [causes.noNode()] });
  const got = listed(
    obstructed.map(({ node, all }) => `${nodeName(node)}: ${all.map(describeObstruction).join(", ")}`),
  );
  const proven = decisiveObstructions(obstructed).map((each) => obstructionCause(each, pod, stack));
  const pooled = nodes.flatMap((node) => {
    const pool = poolOf(node);
    return pool === null ? [] : [causes.pooled({ node: nodeName(node), pool })];
  });
  return pooled.length > 0
    ? warn({ got, expected, causes: [...pooled.slice(0, 1), ...proven] })
    : fail({ got, expected, causes: proven });
}

function obstructionCause(
  { node, kind, value }: Obstruction & { readonly node: string },
  { name: pod, resources }: PodRequirements,
  { loki }: RenderedStack,
): Cause {
  switch (kind) {
    case "taint":
      return causes.tainted({ node, taint: value, pod });
    case "condition":
      return causes.condition({ node, taint: value });
    case "cordoned":
      return causes.cordoned({ node });
    case "label":
      return causes.noLabel({ node, label: value, pod });
    default: {
      const isMemory = kind === "memory";
      const request = `${isMemory ? resources.memoryRequest : resources.cpuRequest}`;
      const facts = { request, resource: isMemory ? "memory" : "CPU" };
      if (pod !== loki.release) return causes.podTooLarge({ ...facts, pod });
      return causes.lokiTooLarge({ ...facts, setting: isMemory ? "memoryRequest" : "cpuRequest" });
    }
  }
}

/** Whether the stack's pods fit beside the others: those of the DaemonSets on every node, and Loki on one of them. */
function analyzeRoom({ nodes, examined, stack }: SchedulingEvidence): Outcome {
  const agents = agentNodes(nodes, stack);
  const suitable = nodesForLoki(nodes, stack);
  const candidates = examined.filter(({ node }) => suitable.includes(node));
  const pods = [...daemonSets(stack), lokiPod(stack)];
  const free = candidates.filter(({ node, others }) => shortage(node, others, pods) === null);
  if (free.length === 0) return noRoomForLoki(candidates, suitable.length, stack);
  const known = examined.filter(({ node }) => agents.includes(node));
  const detail =
    known.length === agents.length
      ? `${agents.length} of ${nodes.length} nodes have room for an agent, ${free.length} for Loki`
      : `${agents.length} of ${nodes.length} nodes can run an agent; ${known.length} of them were examined and have room for it, ${free.length} for Loki`;
  return analyzeAgents(known, stack) ?? pass(detail, ...notesOf(agents, stack));
}

function noRoomForLoki(candidates: readonly ExaminedNode[], suitable: number, stack: RenderedStack): Outcome {
  const pods = [...daemonSets(stack), lokiPod(stack)];
  const { memoryRequest, cpuRequest } = lokiPod(stack).resources;
  const count = candidates.length < suitable ? `the ${candidates.length} largest` : `${suitable}`;
  const tooSmall = candidates.flatMap(({ node }) => shortage(node, [], pods) ?? []);
  const full = candidates
    .filter(({ node }) => shortage(node, [], pods) === null)
    .flatMap(({ node, others }) => shortage(node, others, pods) ?? []);
  return warn({
    got: `0 of ${count} nodes have room at this moment`,
    expected: `${memoryRequest} of memory and ${cpuRequest} CPU for Loki, beside an agent`,
    causes: [
      full.length > 0
        ? causes.noRoomForLoki({ resource: resourcesIn(full) })
        : causes.lokiTooLargeWithAgents({ resource: resourcesIn(tooSmall) }),
    ],
  });
}

/** The short resources in words: "memory and CPU". */
function resourcesIn(shortages: readonly Shortage[]): string {
  return [...new Set(shortages.map(({ resource }) => resource))].sort().join(" and ");
}

function analyzeAgents(known: readonly ExaminedNode[], stack: RenderedStack): Outcome | null {
  const pods = daemonSets(stack);
  const full = known.flatMap((examined) => {
    const lack = shortage(examined.node, examined.others, pods);
    return lack === null ? [] : [{ examined, lack }];
  });
  if (full.length === 0) return null;
  return warn({
    got: listed(full.map(({ examined: { node }, lack }) => `${nodeName(node)}: ${lack.detail}`)),
    expected: `room for ${pods.map(({ name }) => name).join(" and ")} on every node`,
    causes: full.slice(0, 1).map(({ examined: { node }, lack }) => agentCause(node, lack, stack)),
  });
}

function agentCause(node: V1Node, { resource }: Shortage, stack: RenderedStack): Cause {
  const facts = { node: nodeName(node), resource };
  const fitsAlone = shortage(node, [], daemonSets(stack)) === null;
  return fitsAlone ? causes.noRoom(facts) : causes.agentTooLarge(facts);
}

/** What main.ts does not declare, so that `npm run check` cannot take it into account. */
function notesOf(agents: readonly V1Node[], { model: { cluster } }: RenderedStack): readonly string[] {
  const taints = undeclaredTaints(agents, cluster.taints);
  return [
    ...(taints.length === 0 ? [] : [`cluster.taints does not declare ${taints.join(", ")}`]),
    ...(agents.length === cluster.nodes
      ? []
      : [`cluster.nodes is ${cluster.nodes}, but the number of nodes for agents is ${agents.length}`]),
  ];
}
