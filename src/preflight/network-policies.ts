import type { V1DaemonSet, V1Node } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { type Cause, cause, provenOr } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, skipped, warn } from "../diagnostics/outcome";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { listed, oneLine } from "../diagnostics/text";
import { statusOf } from "../kube/errors";
import { listAll } from "../kube/lists";
import { Duration } from "../units";
import type { PreflightContext } from "./context";
import type { Enforcement } from "./policy-trial";

export const causes = {
  flannel: cause(
    "The cluster's network is flannel (DaemonSet <daemonset>), which does not implement NetworkPolicies.",
    "install an agent that enforces them beside flannel, such as Calico's policy-only mode (Canal) or kube-network-policies, then: npm run preflight -- --only network-policies",
  ),
  awsNode: cause(
    "Amazon's VPC CNI (DaemonSet <daemonset>) enforces NetworkPolicies only with its network policy agent.",
    `aws eks update-addon --cluster-name "$CLUSTER" --addon-name vpc-cni --configuration-values '{"enableNetworkPolicy": "true"}'`,
  ),
  kindnet: cause(
    "The network kindnet (DaemonSet <daemonset>) enforces NetworkPolicies only since kind 0.24.",
    "create the cluster with kind 0.24 or newer",
  ),
  k3s: cause(
    "The cluster runs k3s, which enforces NetworkPolicies unless its servers start with --disable-network-policy.",
    "remove --disable-network-policy from the k3s servers and restart them",
  ),
  agentDown: cause(
    "The agent that should enforce NetworkPolicies (DaemonSet <daemonset>) does not run on every node.",
    "kubectl --namespace <namespace> rollout status daemonset/<daemonset>",
  ),
  agentIdle: cause(
    "The agent <daemonset> runs on every node, but its enforcement is off or fails.",
    "kubectl --namespace <namespace> logs daemonset/<daemonset> --all-containers --tail 50",
  ),
  noAgent: cause(
    "The cluster's network has no agent that enforces NetworkPolicies. The API server accepts them without a warning.",
    "install an agent that enforces them, such as Calico, Cilium or kube-network-policies; or write access: Access.open() into main.ts, if every pod may read and forge logs",
  ),
  defaultDeny: cause(
    "Another policy, such as a cluster-wide one of Calico or Cilium, forbids the connection. Then the network enforces policies.",
    "kubectl get networkpolicies --all-namespaces",
  ),
  podNetwork: cause("Pods cannot reach each other at all.", "kubectl --namespace kube-system get pods --output wide"),
  noPod: cause(
    "A pod of the trial cannot run. The message of Kubernetes is above.",
    "fix what the message names, then: npm run preflight -- --only network-policies",
  ),
};

/** A DaemonSet that belongs to the cluster's network. */
export interface NetworkAgent {
  readonly namespace: string;
  readonly daemonset: string;
  readonly isOnEveryNode: boolean;
}

export interface NetworkPoliciesEvidence {
  /** Null if the run is read-only. */
  readonly enforcement: Enforcement | null;
  /** The known agents. Null if the user may not list them. */
  readonly agents: readonly NetworkAgent[] | null;
  readonly isK3s: boolean;
}

/** The API server accepts policies that nothing enforces. Only a connection shows it. */
export const networkPolicies = diagnostic<PreflightContext, NetworkPoliciesEvidence>({
  id: "network-policies",
  title: "The network enforces NetworkPolicies",
  after: [apiServer],
  failure: "cluster",
  timeout: Duration.minutes(3),
  permissions: ({ drill: { namespace } }, readOnly) => [
    inCluster("daemonsets", ["list"], "apps"),
    inCluster("nodes", ["list"]),
    inCluster("namespaces", ["get"]),
    // No role allows pods in a namespace that does not exist yet. Then the trial runs only for users who may create both.
    ...(readOnly
      ? []
      : [
          inNamespace(namespace, "pods", ["create", "list", "delete"]),
          inNamespace(namespace, "pods/log", ["get"]),
          inNamespace(namespace, "networkpolicies", ["create", "update", "delete"], "networking.k8s.io"),
        ]),
  ],
  causes,
  skip: ({ stack: { model } }) => (model.access.kind === "open" ? "access is open: the stack has no policies" : null),
  collect: async (context, signal) => {
    const [agents, nodes] = await Promise.all([agentsOf(context, signal), context.nodes()]);
    const enforcement = context.readOnly ? null : await context.policyTrial.run(signal);
    return { agents, isK3s: nodes.some(runsK3s), enforcement };
  },
  analyze: (evidence) => {
    const { enforcement } = evidence;
    if (enforcement === null) return skipped(`not measured: the run is read-only; ${seen(evidence)}`);
    switch (enforcement.kind) {
      case "enforced":
        return pass(`a policy ended a connection within ${(enforcement.milliseconds / 1_000).toFixed(0)} s`);
      case "not-enforced":
        return fail({
          got: `a connection continues in spite of a policy; ${seen(evidence)}`,
          expected: EXPECTED,
          causes: unenforcedCauses(evidence),
        });
      case "never-open":
        return unmeasured("no connection, even while a policy admits it", causes.defaultDeny(), causes.podNetwork());
      case "no-pod":
        return unmeasured(`not measured: ${oneLine(enforcement.problem)}`, causes.noPod());
      case "not-allowed":
        return skipped(`not measured: the user may not ${enforcement.action}; ${seen(evidence)}`);
    }
  },
});

const EXPECTED = "no connection to a pod that a policy isolates";

function unmeasured(got: string, ...open: readonly Cause[]): Outcome {
  return warn({ got, expected: EXPECTED, causes: open });
}

/** DaemonSets of agents that enforce policies, as their own manifests and the distributions name them. */
const ENFORCING = [
  "anetd",
  "antrea-agent",
  "azure-npm",
  "calico-node",
  "canal",
  "cilium",
  "kube-network-policies",
  "kube-ovn-cni",
  "kube-router",
  "ovnkube-node",
  "weave-net",
];

const FLANNEL = ["kube-flannel", "kube-flannel-ds"];
const AWS_NODE = ["aws-node"];
const KINDNET = ["kindnet"];

const KNOWN = [...ENFORCING, ...FLANNEL, ...AWS_NODE, ...KINDNET];

async function agentsOf(
  { cluster }: Pick<PreflightContext, "cluster">,
  signal: AbortSignal,
): Promise<NetworkPoliciesEvidence["agents"]> {
  try {
    const all = await listAll((page) => cluster.apps(signal).listDaemonSetForAllNamespaces(page));
    return all.filter(({ metadata }) => KNOWN.includes(metadata?.name ?? "")).map(agentOf);
  } catch (error) {
    if (statusOf(error)?.code === 403) return null;
    throw error;
  }
}

function agentOf({ metadata, status }: V1DaemonSet): NetworkAgent {
  return {
    namespace: metadata?.namespace ?? "",
    daemonset: metadata?.name ?? "",
    isOnEveryNode: (status?.numberUnavailable ?? 0) === 0,
  };
}

function runsK3s({ status }: V1Node): boolean {
  return status?.nodeInfo?.kubeletVersion.includes("+k3s") ?? false;
}

/** What the cluster shows without a trial. */
function seen({ agents, isK3s }: NetworkPoliciesEvidence): string {
  if (agents === null) return "its agents may not be listed";
  const names = [...(isK3s ? ["k3s"] : []), ...agents.map(({ daemonset }) => daemonset)];
  return names.length === 0 ? "no known network agent was seen" : `seen: ${listed(names)}`;
}

/** An agent that enforces policies explains more than the network beside it. */
function unenforcedCauses({ agents, isK3s }: NetworkPoliciesEvidence): readonly Cause[] {
  const found = agents ?? [];
  const among = (names: readonly string[]) => found.filter(({ daemonset }) => names.includes(daemonset));
  const enforcing = among(ENFORCING).map((agent) =>
    agent.isOnEveryNode ? causes.agentIdle(agent) : causes.agentDown(agent),
  );
  return provenOr(
    [...enforcing],
    provenOr(
      [
        ...among(AWS_NODE).map(causes.awsNode),
        ...among(KINDNET).map(causes.kindnet),
        ...(isK3s ? [causes.k3s()] : []),
        ...(isK3s ? [] : among(FLANNEL).map(causes.flannel)),
      ],
      [causes.noAgent()],
    ),
  );
}
