import type { V1Node } from "@kubernetes/client-node";
import type { ClusterModel } from "../../cluster/model";
import type { Cause } from "../../diagnostics/cause";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { inCluster } from "../../diagnostics/permission";
import { nodeName, undeclaredTaints, userTaints } from "../../kube/node";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import { isLinux, isReady } from "../kubernetes/node";

const NOT_READY: Cause = {
  cause:
    "A node is switched off, or its kubelet doesn't reach the API server: its lines wait on it, and are read when it is back.",
  next: "kubectl describe node <node>",
};

const MORE: Cause = {
  cause: "The cluster has grown: streams, memory, the volume and the quota were reckoned for fewer nodes.",
  next: "set cluster.nodes to <nodes> in main.ts, then: npm run check",
};

const NO_NODE: Cause = {
  cause: "The kubeconfig leads to another cluster than you think, such as a virtual one without nodes.",
  next: "kubectl config current-context",
};

export const nodes: VerifyLink = {
  id: "nodes",
  title: "Every node is ready",
  after: ["api-server"],
  failure: "nodes",
  patience: Duration.seconds(30),
  access: () => [inCluster("nodes", ["list"])],
  creates: false,
  causes: [NOT_READY, MORE, NO_NODE],
  look: async ({ nodes: every, deployment }) => judgeNodes(await every(), deployment.model.cluster),
};

/** A node that is away doesn't break the path of the others' lines; none that is there does. */
export function judgeNodes(every: readonly V1Node[], cluster: ClusterModel): Outcome {
  const away = every.filter((node) => !isReady(node)).map(nodeName);
  if (every.length === 0) return broken({ found: "no node", expected: "at least one", causes: [NO_NODE] });
  const figure = figureOf(every);
  const notReady = {
    found: `not ready: ${listed(away)}`,
    expected: "every node ready",
    names: { node: away[0] ?? "" },
  };
  if (away.length === every.length) return broken({ ...notReady, causes: [NOT_READY] });
  if (away.length > 0) return doubtful({ ...notReady, causes: [NOT_READY] });
  if (every.length > cluster.nodes) return more(figure, every.length, cluster.nodes);
  return holds(figure, ...notesOf(every, cluster));
}

function more(figure: string, count: number, declared: number): Outcome {
  const expected = `at most ${declared}, which cluster.nodes declares`;
  return doubtful({ found: figure, expected, causes: [MORE], names: { nodes: `${count}` } });
}

function figureOf(every: readonly V1Node[]): string {
  const tainted = every.filter((node) => userTaints(node).length > 0).length;
  return `${every.length} ${every.length === 1 ? "node" : "nodes"}, ${tainted} tainted`;
}

function notesOf(every: readonly V1Node[], { nodes: declared, taints }: ClusterModel): readonly string[] {
  const fewer =
    every.length < declared ? [`cluster.nodes declares ${declared}: the plan is larger than it has to be`] : [];
  const notLinux = named(every, (node) => !isLinux(node));
  const cordoned = named(every, ({ spec }) => spec?.unschedulable === true);
  return [
    ...fewer,
    ...notLinux.map((names) => `not Linux, so no line of it is collected: ${names}`),
    ...cordoned.map((names) => `cordoned: ${names}`),
    ...[...undeclaredTaints(every, taints)].sort().map((taint) => `cluster.taints doesn't declare ${taint}`),
  ];
}

/** The names of some nodes in one line, or none where there are none. */
function named(every: readonly V1Node[], which: (node: V1Node) => boolean): readonly string[] {
  const names = every.filter(which).map(nodeName);
  return names.length === 0 ? [] : [listed(names)];
}
