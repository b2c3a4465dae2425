import type { V1Namespace } from "@kubernetes/client-node";
import { causes, namespace as diagnostic, type NamespaceEvidence } from "../../src/preflight/namespace";
import { exampleModel } from "../helpers/example";
import { BY_KUBECTL, BY_TERRAFORM, fault } from "./objects";

const existing = { name: "logs", create: false };
const created = { name: "logs", create: true };

function namespace(metadata: V1Namespace["metadata"] = {}): V1Namespace {
  return { metadata: { name: "logs", ...metadata } };
}

function analyze(own: V1Namespace | null, deployed: boolean, settings: NamespaceEvidence["model"]["namespace"]) {
  const { grafana } = exampleModel();
  const model = { namespace: settings, grafana: { ...grafana, namespace: settings.name } };
  return diagnostic.analyze({ own, grafana: own, deployed, model });
}

test("passes for an existing namespace that the stack does not create", () => {
  expect(analyze(namespace(), false, existing)).toMatchObject({ status: "pass" });
});

test("passes for a missing namespace that the stack creates", () => {
  expect(analyze(null, false, created)).toMatchObject({ status: "pass" });
});

test("fails for a missing namespace that the stack does not create", () => {
  expect(fault(analyze(null, false, existing))).toMatchObject({
    status: "fail",
    got: 'no namespace "logs"',
  });
});

test("fails for an existing namespace of another owner that the stack creates", () => {
  const { status, next } = fault(analyze(namespace(BY_KUBECTL), false, created));
  expect([status, next]).toEqual(["fail", "write namespace: { create: false } into main.ts"]);
});

test("warns about a namespace that may have been imported, and shows how to read the state", () => {
  const { status, next } = fault(analyze(namespace(BY_KUBECTL), true, created));
  expect(status).toBe("warn");
  expect(next).toMatch(/ state list kubernetes_namespace_v1\.namespace$/);
});

test("passes for a namespace that an apply created", () => {
  expect(analyze(namespace(BY_TERRAFORM), true, created)).toMatchObject({ status: "pass" });
});

test("warns about an empty namespace of Terraform, which may be in another state", () => {
  expect(analyze(namespace(BY_TERRAFORM), false, created)).toMatchObject({
    status: "warn",
    causes: [causes.interruptedApply({ resource: "namespace" }), causes.otherState({ setting: "namespace" })],
  });
});

test.each([existing, created])("fails for a namespace that is being deleted (%p)", (settings) => {
  const going = namespace({ ...BY_TERRAFORM, deletionTimestamp: new Date(0) });
  expect(fault(analyze(going, true, settings))).toMatchObject({
    status: "fail",
    got: '"logs" is being deleted',
  });
});

describe("Grafana's namespace", () => {
  const model = exampleModel({ grafana: { namespace: "grafana" } });
  const evidence = { own: namespace(), grafana: null, deployed: false, model };

  test("fails if it is missing, before an apply has done everything else", () => {
    expect(diagnostic.analyze(evidence)).toMatchObject({
      status: "fail",
      got: 'no namespace "grafana"',
      causes: [causes.noGrafana({ namespace: "grafana" })],
    });
  });

  test("is reported beside the stack's own namespace", () => {
    expect(diagnostic.analyze({ ...evidence, grafana: namespace() })).toMatchObject({
      detail: '"monitoring" exists, "grafana" exists',
    });
  });

  test("is the stack's own namespace by default", () => {
    expect(diagnostic.analyze({ ...evidence, model: exampleModel() })).toMatchObject({ detail: '"monitoring" exists' });
  });
});
