import type { V1ObjectMeta } from "@kubernetes/client-node";
import { PLAN_ANNOTATION } from "../../src/digest";
import { judgeLeftovers } from "../../src/preflight/links/leftovers";
import type { PlannedObject } from "../../src/preflight/planned-objects";
import { exampleModel } from "../example";
import { BY_KUBECTL, BY_TERRAFORM, fault } from "./objects";

const model = exampleModel();

function daemonSet(metadata: V1ObjectMeta | null): PlannedObject {
  return { kind: "daemonset", name: "sysctl-inotify", release: null, found: metadata && { metadata } };
}

function clusterRole(annotations: Record<string, string> | null): PlannedObject {
  const found = annotations && { metadata: { annotations } };
  return { kind: "clusterrole", name: "alloy", release: "alloy", found };
}

function ownedBy(release: string, namespace: string) {
  return { "meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": namespace };
}

test("no name is taken before the first apply", () => {
  expect(judgeLeftovers([daemonSet(null), clusterRole(null)], false, model)).toMatchObject({
    status: "holds",
    figure: "none of 2 names is taken",
  });
});

test("what an apply has made is changed by the next one", () => {
  const own = [daemonSet(BY_TERRAFORM), clusterRole(ownedBy("alloy", "monitoring"))];
  expect(judgeLeftovers(own, true, model)).toMatchObject({
    status: "holds",
    figure: "all that is there is the plan's",
  });
});

test("a ConfigMap that names a plan is the plan's", () => {
  const annotated = { ...BY_KUBECTL, annotations: { [PLAN_ANNOTATION]: "0" } };
  const rules: PlannedObject = {
    kind: "configmap",
    name: "loki-alert-rules",
    release: null,
    found: { metadata: annotated },
  };
  expect(judgeLeftovers([rules], true, model)).toMatchObject({ status: "holds" });
});

test.each([true, false])("what somebody has made by hand is in Terraform's way (deployed: %p)", (deployed) => {
  const { status, found, names } = fault(judgeLeftovers([daemonSet(BY_KUBECTL)], deployed, model));
  expect([status, found]).toEqual(["broken", 'daemonset "sysctl-inotify"']);
  expect(names).toMatchObject({ kind: "daemonset", object: "sysctl-inotify -n monitoring" });
});

test("what Terraform has made, with nothing of the plan beside it, may be another state's", () => {
  expect(fault(judgeLeftovers([daemonSet(BY_TERRAFORM)], false, model))).toMatchObject({ status: "doubtful" });
});

test("a cluster role of the same release in another namespace is in Helm's way", () => {
  const { status, cause, names } = fault(judgeLeftovers([clusterRole(ownedBy("alloy", "logs"))], true, model));
  expect(status).toBe("broken");
  expect(cause).toContain("in another namespace");
  expect(names).toMatchObject({ object: "alloy" });
});

test("so is one that no release owns", () => {
  expect(fault(judgeLeftovers([clusterRole({})], false, model)).cause).toContain("without Helm");
});

test("all that is in the way is told at once, and explained by what an apply fails at", () => {
  const { status, found } = fault(judgeLeftovers([daemonSet(BY_TERRAFORM), clusterRole({})], false, model));
  expect([status, found]).toEqual(["broken", 'daemonset "sysctl-inotify", clusterrole "alloy"']);
});

test("of many names that are taken a few are told", () => {
  const found = fault(
    judgeLeftovers(
      Array.from({ length: 7 }, () => clusterRole({})),
      false,
      model,
    ),
  ).found;
  expect(found).toMatch(/^(clusterrole "alloy", ){4}clusterrole "alloy" and 2 more$/);
});
