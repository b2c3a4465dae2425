import type { Cause } from "../../src/diagnostics/cause";
import {
  causes,
  type NetworkAgent,
  type NetworkPoliciesEvidence,
  networkPolicies,
} from "../../src/preflight/network-policies";
import { exampleModel } from "../helpers/example";
import { fault } from "./objects";

function analyze(evidence: Partial<NetworkPoliciesEvidence>) {
  return networkPolicies.analyze({ enforcement: { kind: "not-enforced" }, agents: [], isK3s: false, ...evidence });
}

function agent(daemonset: string, isOnEveryNode = true): NetworkAgent {
  return { namespace: "kube-system", daemonset, isOnEveryNode };
}

test("passes with the time that a policy needed", () => {
  expect(analyze({ enforcement: { kind: "enforced", milliseconds: 2_400 } })).toEqual({
    status: "pass",
    detail: "a policy ended a connection within 2 s",
    notes: [],
  });
});

test("fails if a connection continues, and reports which agents the cluster has", () => {
  expect(fault(analyze({}))).toMatchObject({
    status: "fail",
    got: "a connection continues in spite of a policy; no known network agent was seen",
  });
  expect(fault(analyze({ agents: [agent("aws-node")], isK3s: true })).got).toMatch(/; seen: k3s, aws-node$/);
});

test.each<[string, Partial<NetworkPoliciesEvidence>, Cause]>([
  ["flannel alone", { agents: [agent("kube-flannel-ds")] }, causes.flannel(agent("kube-flannel-ds"))],
  ["Amazon's CNI", { agents: [agent("aws-node")] }, causes.awsNode(agent("aws-node"))],
  ["an old kindnet", { agents: [agent("kindnet")] }, causes.kindnet(agent("kindnet"))],
  ["k3s", { isK3s: true }, causes.k3s()],
  ["an agent that runs", { agents: [agent("cilium")] }, causes.agentIdle(agent("cilium"))],
  ["an agent that is down", { agents: [agent("calico-node", false)] }, causes.agentDown(agent("calico-node"))],
  [
    "flannel beside an agent that is down",
    { agents: [agent("kube-flannel-ds"), agent("calico-node", false)] },
    causes.agentDown(agent("calico-node")),
  ],
  ["no known agent", {}, causes.noAgent()],
  ["agents that may not be listed", { agents: null }, causes.noAgent()],
])("has one cause for %s", (_, evidence, proven) => {
  expect(analyze(evidence)).toMatchObject({ status: "fail", causes: [proven] });
});

test("warns if no connection was possible in the first place, which leaves both open", () => {
  expect(analyze({ enforcement: { kind: "never-open" } })).toMatchObject({
    status: "warn",
    causes: [causes.defaultDeny(), causes.podNetwork()],
  });
});

test("warns about a pod that cannot run, in the words of Kubernetes", () => {
  expect(analyze({ enforcement: { kind: "no-pod", problem: "ErrImagePull: no such host" } })).toMatchObject({
    status: "warn",
    got: "not measured: ErrImagePull: no such host",
    causes: [causes.noPod()],
  });
});

test("is not measured in a read-only run, or without permissions, and says what it saw", () => {
  expect(analyze({ enforcement: null, agents: [agent("cilium")] })).toEqual({
    status: "skipped",
    reason: "not measured: the run is read-only; seen: cilium",
  });
  expect(analyze({ enforcement: { kind: "not-allowed", action: "create namespaces" }, agents: null })).toEqual({
    status: "skipped",
    reason: "not measured: the user may not create namespaces; its agents may not be listed",
  });
});

test("needs permissions to create only in the namespace of the drill, and none in a read-only run", () => {
  const creating = (readOnly: boolean) =>
    networkPolicies
      .permissions(exampleModel(), readOnly)
      .filter(({ verbs }) => verbs.includes("create"))
      .map(({ namespace, resource }) => `${namespace} ${resource}`);
  expect(creating(false)).toEqual(["monitoring-drill pods", "monitoring-drill networkpolicies"]);
  expect(creating(true)).toEqual([]);
});
