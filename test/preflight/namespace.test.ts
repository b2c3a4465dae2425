import type { V1Namespace } from "@kubernetes/client-node";
import { judgeGrafana, judgeNamespace } from "../../src/preflight/namespace/judgement";
import { exampleModel } from "../helpers/example";
import { BY_KUBECTL, BY_TERRAFORM, fault } from "./objects";

const existing = { name: "logs", create: false };
const created = { name: "logs", create: true };

function namespace(metadata: V1Namespace["metadata"] = {}): V1Namespace {
  return { metadata: { name: "logs", ...metadata } };
}

test("a namespace that exists is right where it isn't created", () => {
  expect(judgeNamespace(namespace(), false, existing)).toBeNull();
});

test("one that doesn't is right where it is created", () => {
  expect(judgeNamespace(null, false, created)).toBeNull();
});

test("one that doesn't exist is missed where it isn't created", () => {
  expect(fault(judgeNamespace(null, false, existing))).toMatchObject({
    status: "broken",
    found: 'no namespace "logs"',
  });
});

test("one that somebody else has made is in the way of one that is created", () => {
  const { status, next } = fault(judgeNamespace(namespace(BY_KUBECTL), false, created));
  expect([status, next]).toEqual(["broken", "write namespace: { create: false } into main.ts"]);
});

test("one with the plan in it may have been imported, and the state tells", () => {
  const { status, next } = fault(judgeNamespace(namespace(BY_KUBECTL), true, created));
  expect(status).toBe("doubtful");
  expect(next).toMatch(/ state list kubernetes_namespace_v1\.namespace$/);
});

test("one that an apply has made is the plan's own", () => {
  expect(judgeNamespace(namespace(BY_TERRAFORM), true, created)).toBeNull();
});

test("one that Terraform has made, with nothing of the plan in it, may be another state's", () => {
  expect(fault(judgeNamespace(namespace(BY_TERRAFORM), false, created)).status).toBe("doubtful");
});

test.each([existing, created])("one that is being deleted takes nothing (%p)", (settings) => {
  const going = namespace({ ...BY_TERRAFORM, deletionTimestamp: new Date(0) });
  expect(fault(judgeNamespace(going, true, settings))).toMatchObject({
    status: "broken",
    found: '"logs" is being deleted',
  });
});

describe("Grafana's namespace", () => {
  const model = exampleModel({ grafana: { namespace: "grafana" } });

  test("is missed before an apply has done all the rest", () => {
    expect(fault(judgeGrafana(null, model))).toMatchObject({ status: "broken", found: 'no namespace "grafana"' });
  });

  test("is seen beside the plan's own", () => {
    expect(judgeGrafana(namespace(), model)).toMatchObject({ figure: '"monitoring" is there, and so is "grafana"' });
  });

  test("is the plan's own by default", () => {
    expect(judgeGrafana(null, exampleModel())).toMatchObject({ figure: '"monitoring" is there' });
  });
});
