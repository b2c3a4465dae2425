import type { V1Node } from "@kubernetes/client-node";
import type { ClusterModel } from "../cluster/model";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { nodeName, undeclaredTaints, userTaints } from "../kube/node";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { isLinux, isReady } from "./settled-nodes";

export const causes = {
  notReady: cause(
    "The node <node> is down, or its kubelet cannot reach the API server. Its lines wait on the node until it is back.",
    "kubectl describe node <node>",
  ),
  moreNodes: cause(
    "The cluster grew. Streams, memory, the volume and the quota were sized for fewer nodes.",
    "set cluster.nodes to <nodes> in main.ts, then: npm run check",
  ),
  noNode: cause(
    "The kubeconfig is that of another cluster, such as a virtual one without nodes.",
    "kubectl config current-context",
  ),
};

export interface NodesEvidence {
  readonly nodes: readonly V1Node[];
  readonly cluster: Pick<ClusterModel, "nodes" | "taints">;
}

export const nodes = diagnostic<VerifyContext, NodesEvidence>({
  id: "nodes",
  title: "Every node is ready",
  after: [apiServer],
  failure: "nodes",
  timeout: Duration.seconds(30),
  permissions: () => [inCluster("nodes", ["list"])],
  causes,
  collect: async (context) => ({ nodes: await context.nodes(), cluster: context.stack.model.cluster }),
  analyze: ({ nodes: all, cluster }) => {
    const unready = all.filter((node) => !isReady(node)).map(nodeName);
    if (all.length === 0) return fail({ got: "no node", expected: "at least one", causes: [causes.noNode()] });
    if (unready.length > 0) return unreadyNodes(all, unready);
    if (all.length > cluster.nodes) return moreNodes(all, cluster.nodes);
    return pass(countOf(all), ...notesOf(all, cluster));
  },
});

/** A node that is down does not stop the lines of the others. */
function unreadyNodes(all: readonly V1Node[], unready: readonly string[]): Outcome {
  const fault = {
    got: `not ready: ${listed(unready)}`,
    expected: "every node ready",
    causes: [causes.notReady({ node: unready[0] ?? "" })],
  };
  return unready.length === all.length ? fail(fault) : warn(fault);
}

function moreNodes(all: readonly V1Node[], declared: number): Outcome {
  return warn({
    got: countOf(all),
    expected: `at most ${declared}, the number in cluster.nodes`,
    causes: [causes.moreNodes({ nodes: all.length })],
  });
}

function countOf(all: readonly V1Node[]): string {
  const tainted = all.filter((node) => userTaints(node).length > 0).length;
  return `${all.length} ${all.length === 1 ? "node" : "nodes"}, ${tainted} tainted`;
}

function notesOf(all: readonly V1Node[], { nodes: declared, taints }: NodesEvidence["cluster"]): readonly string[] {
  const fewer = all.length < declared ? [`cluster.nodes is ${declared}: the stack is larger than it needs to be`] : [];
  const notLinux = namesOf(all, (node) => !isLinux(node));
  const cordoned = namesOf(all, ({ spec }) => spec?.unschedulable === true);
  return [
    ...fewer,
    ...notLinux.map((names) => `not Linux, so no line is collected from: ${names}`),
    ...cordoned.map((names) => `cordoned: ${names}`),
    ...[...undeclaredTaints(all, taints)].sort().map((taint) => `cluster.taints does not declare ${taint}`),
  ];
}

/** The names of the matching nodes in one line, or nothing. */
function namesOf(all: readonly V1Node[], matches: (node: V1Node) => boolean): readonly string[] {
  const names = all.filter(matches).map(nodeName);
  return names.length === 0 ? [] : [listed(names)];
}
