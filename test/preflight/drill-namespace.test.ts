import type { V1Namespace } from "@kubernetes/client-node";
import { causes, type DrillNamespaceEvidence, drillNamespace } from "../../src/preflight/drill-namespace";
import { exampleModel } from "../helpers/example";
import { BY_KUBECTL, BY_TERRAFORM, fault } from "./objects";

const { drill } = exampleModel();
const existing = { ...drill, create: false };
const LEVEL = "pod-security.kubernetes.io/enforce";

function namespace(metadata: V1Namespace["metadata"] = {}): V1Namespace {
  return { metadata: { name: drill.namespace, ...metadata } };
}

function analyze(evidence: Partial<DrillNamespaceEvidence>) {
  return drillNamespace.analyze({ drill, found: null, deployed: false, ...evidence });
}

test("passes for a missing namespace that the stack creates", () => {
  expect(analyze({})).toMatchObject({
    status: "pass",
    detail: 'the stack creates "monitoring-drill" with the level "restricted"',
  });
});

test.each(["restricted", "baseline"])("passes for an existing namespace with the level %s", (level) => {
  expect(analyze({ drill: existing, found: namespace({ labels: { [LEVEL]: level } }) })).toMatchObject({
    status: "pass",
    detail: `"monitoring-drill" has the level "${level}"`,
  });
});

test.each<[string, V1Namespace["metadata"]]>([
  ["no level of its own", {}],
  ['the level "privileged"', { labels: { [LEVEL]: "privileged" } }],
])("warns about a namespace with %s, in which a pod may take over its node", (level, metadata) => {
  expect(analyze({ drill: existing, found: namespace(metadata) })).toMatchObject({
    status: "warn",
    got: `"monitoring-drill" has ${level}`,
    causes: [causes.openLevel({ namespace: "monitoring-drill" })],
  });
});

test("fails for a missing namespace that the stack does not create, and names the setting", () => {
  const { status, got, next } = fault(analyze({ drill: existing }));
  expect([status, got]).toEqual(["fail", 'no namespace "monitoring-drill"']);
  expect(next).toContain("write drill: { create: true } into main.ts");
});

test("fails for a namespace of another owner that the stack creates", () => {
  const { status, next } = fault(analyze({ found: namespace(BY_KUBECTL) }));
  expect([status, next]).toEqual(["fail", "write drill: { create: false } into main.ts"]);
});

test("warns about a namespace of another Terraform state, and shows how to read this one", () => {
  const { status, next } = fault(analyze({ found: namespace(BY_TERRAFORM) }));
  expect(status).toBe("warn");
  expect(next).toMatch(/ state list kubernetes_namespace_v1\.drill-namespace$/);
});
