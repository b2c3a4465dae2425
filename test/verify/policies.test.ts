import type { V1NetworkPolicy, V1NetworkPolicySpec } from "@kubernetes/client-node";
import { networkPolicies } from "../../src/access/policies";
import type { Cause } from "../../src/diagnostics/cause";
import { causes, policies } from "../../src/verify/policies";
import { exampleModel } from "../helpers/example";

const expected = networkPolicies(exampleModel());
const facts = { policy: "loki", namespace: "monitoring" };
const PEER = { _from: [{ ipBlock: { cidr: "192.0.2.10/32" } }] };

/** The policies as the cluster has them. */
const DEPLOYED: readonly V1NetworkPolicy[] = expected.map(({ name, namespace, pods, egress }) => ({
  metadata: { name, namespace },
  spec: {
    podSelector: { matchLabels: { ...pods } },
    policyTypes: ["Ingress", ...(egress === null ? [] : ["Egress"])],
    ingress: name === "loki" ? [PEER] : [],
  },
}));

function analyze(found: readonly V1NetworkPolicy[]) {
  return policies.analyze({ expected, found });
}

function withLoki(spec: Partial<V1NetworkPolicySpec>): readonly V1NetworkPolicy[] {
  return DEPLOYED.map((policy) =>
    policy.metadata?.name === "loki" && policy.spec ? { ...policy, spec: { ...policy.spec, ...spec } } : policy,
  );
}

function other(spec: V1NetworkPolicySpec, namespace = "monitoring"): readonly V1NetworkPolicy[] {
  return [...DEPLOYED, { metadata: { name: "other", namespace }, spec }];
}

test("passes for the stack's policies, with the addresses that Terraform looked up", () => {
  expect(analyze(DEPLOYED)).toMatchObject({ status: "pass", detail: "5 policies" });
});

test("the stack isn't deployed if there is none of them", () => {
  expect(analyze([])).toMatchObject({ status: "not-deployed", isAbsent: true });
});

test.each<[string, readonly V1NetworkPolicy[], string, Cause]>([
  ["is missing", DEPLOYED.filter(({ metadata }) => metadata?.name !== "loki"), "missing: loki", causes.deleted(facts)],
  [
    "selects other pods",
    withLoki({ podSelector: { matchLabels: { app: "x" } } }),
    'loki: selects {"matchLabels":{"app":"x"}}',
    causes.edited(facts),
  ],
  ["lost a direction", withLoki({ policyTypes: ["Egress"] }), "loki: does not restrict ingress", causes.edited(facts)],
  ["lost egress", withLoki({ policyTypes: ["Ingress"] }), "loki: does not restrict egress", causes.edited(facts)],
  ["admits everybody", withLoki({ ingress: [PEER, {}] }), "loki: a rule of ingress without peers", causes.open(facts)],
])("fails if a policy %s", (_, found, got, cause) => {
  expect(analyze(found)).toMatchObject({ status: "fail", got, causes: [cause] });
});

test.each<[string, V1NetworkPolicySpec]>([
  ["of the chart", { podSelector: { matchLabels: { "app.kubernetes.io/name": "loki" } }, ingress: [{}] }],
  ["for every pod of the namespace", { podSelector: {}, ingress: [PEER] }],
  [
    "with an expression",
    {
      podSelector: { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["loki", "x"] }] },
      ingress: [PEER],
    },
  ],
])("warns about another policy that selects the pods: %s", (_, spec) => {
  expect(analyze(other(spec))).toMatchObject({
    status: "warn",
    got: "also: other",
    causes: [causes.added({ policy: "other", namespace: "monitoring" })],
  });
});

test.each<[string, readonly V1NetworkPolicy[]]>([
  ["other pods", other({ podSelector: { matchLabels: { app: "grafana" } }, ingress: [{}] })],
  ["the pods, and admits nobody", other({ podSelector: {}, policyTypes: ["Ingress"] })],
  ["the pods of another namespace", other({ podSelector: {}, ingress: [{}] }, "tenant")],
  [
    "no pod with the stack's labels",
    other({
      podSelector: {
        matchExpressions: [
          { key: "app", operator: "Exists" },
          { key: "app.kubernetes.io/name", operator: "Exists" },
        ],
      },
      ingress: [{}],
    }),
  ],
])("passes with a policy that selects %s", (_, found) => {
  expect(analyze(found)).toMatchObject({ status: "pass" });
});
