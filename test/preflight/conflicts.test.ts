import type { V1ObjectMeta } from "@kubernetes/client-node";
import { conflicts } from "../../src/preflight/conflicts";
import { type Kind, permissionFor, type StackObject, stackNames } from "../../src/preflight/stack-objects";
import { DIGEST_ANNOTATION } from "../../src/stack/digest";
import { exampleModel } from "../helpers/example";
import { synthesized } from "../helpers/synthesized";
import { BY_HELM_PROVIDER, BY_KUBECTL, BY_TERRAFORM, fault } from "./objects";

function daemonSet(metadata: V1ObjectMeta | null): StackObject {
  return {
    kind: "daemonset",
    name: "sysctl-inotify",
    namespace: "monitoring",
    release: null,
    found: metadata && { metadata },
  };
}

function ofAlloy(kind: Kind, metadata: V1ObjectMeta | null): StackObject {
  return { kind, name: "alloy", namespace: "monitoring", release: "alloy", found: metadata && { metadata } };
}

function ownedBy(release: string, namespace: string): V1ObjectMeta {
  return { annotations: { "meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": namespace } };
}

/** The resources of one type. A generated name has no "name". */
type Resources = Readonly<Record<string, { readonly metadata: { readonly name?: string } }>>;

function analyze(objects: readonly StackObject[], deployed: boolean) {
  return conflicts.analyze({ objects, deployed });
}

const OWN = ownedBy("alloy", "monitoring");
const RENDERED = ofAlloy("clusterrole", BY_KUBECTL);

test("passes before the first apply", () => {
  expect(analyze([daemonSet(null), ofAlloy("clusterrole", null)], false)).toMatchObject({
    status: "pass",
    detail: "all 2 names are free",
  });
});

test("passes for objects that an apply created", () => {
  expect(analyze([daemonSet(BY_TERRAFORM), ofAlloy("clusterrole", OWN)], true)).toMatchObject({
    status: "pass",
    detail: "all objects are the stack's own",
  });
});

test("passes for a ConfigMap with a digest", () => {
  const metadata = { ...BY_KUBECTL, annotations: { [DIGEST_ANNOTATION]: "0" } };
  const rules = { ...daemonSet(metadata), kind: "configmap", name: "loki-alert-rules" } as const;
  expect(analyze([rules], true)).toMatchObject({ status: "pass" });
});

test.each([true, false])("fails for an object that was created manually (deployed: %p)", (deployed) => {
  const { status, got, next } = fault(analyze([daemonSet(BY_KUBECTL)], deployed));
  expect([status, got]).toEqual(["fail", 'daemonset "sysctl-inotify"']);
  expect(next).toContain("kubectl get daemonset sysctl-inotify --namespace monitoring ");
});

test("warns about an object that may have been imported if Terraform created the agents", () => {
  const agents = ofAlloy("daemonset", { ...OWN, ...BY_HELM_PROVIDER });
  const { status, next } = fault(analyze([daemonSet(BY_KUBECTL), agents], true));
  expect([status, next]).toEqual(["warn", "node dist/terraform.js state list"]);
});

test("fails for an object beside only Loki, which does not depend on the object", () => {
  const metadata = { ...ownedBy("loki", "monitoring"), ...BY_HELM_PROVIDER };
  const loki = { ...ofAlloy("statefulset", metadata), name: "loki", release: "loki" };
  expect(fault(analyze([daemonSet(BY_KUBECTL), loki], true)).status).toBe("fail");
});

test("fails for an object beside agents of another owner", () => {
  const agents = ofAlloy("daemonset", { ...OWN, ...BY_KUBECTL });
  expect(fault(analyze([daemonSet(BY_KUBECTL), agents], true)).status).toBe("fail");
});

test("warns about an object of Terraform without the stack's ConfigMaps", () => {
  expect(fault(analyze([daemonSet(BY_TERRAFORM)], false))).toMatchObject({ status: "warn" });
});

test.each([
  ["in another namespace", "alloy", "logs"],
  ["of another name", "agent", "monitoring"],
])("fails for the cluster role of a release %s, and names it", (_, owner, namespace) => {
  const { status, cause, next } = fault(analyze([ofAlloy("clusterrole", ownedBy(owner, namespace))], true));
  expect(status).toBe("fail");
  expect(cause).toContain(`The Helm release ${owner} in the namespace ${namespace} owns the clusterrole alloy,`);
  expect(next).toBe(`helm status ${owner} --namespace ${namespace}`);
});

test("fails for a cluster role without a release, and shows its owner before anything is deleted", () => {
  const { status, cause, next } = fault(analyze([RENDERED], false));
  expect([status, cause]).toEqual(["fail", expect.stringContaining("without Helm")]);
  expect(next).toMatch(/^to see its owner: kubectl get clusterrole alloy --output yaml --show-managed-fields;/);
});

test("reports all conflicts at once, and explains the one that blocks an apply", () => {
  const { status, got } = fault(analyze([daemonSet(BY_TERRAFORM), RENDERED], false));
  expect([status, got]).toEqual(["fail", 'daemonset "sysctl-inotify", clusterrole "alloy"']);
});

test("names some of many conflicts", () => {
  const many = Array.from({ length: 7 }, () => RENDERED);
  const { got } = fault(analyze(many, false));
  expect(got).toMatch(/^(clusterrole "alloy", ){4}clusterrole "alloy" and 2 more$/);
});

describe("the names of the stack", () => {
  function kindsOf(release: string, model = exampleModel()): readonly string[] {
    return stackNames(model).flatMap((name) => (name.release === release ? [name.kind] : []));
  }

  test("are all that the stack creates but its namespaces, which have diagnostics of their own", () => {
    const { resource } = synthesized();
    const created = Object.entries<Resources>(resource)
      .filter(([type]) => type.startsWith("kubernetes_") && type !== "kubernetes_namespace_v1")
      .flatMap(([, resources]) => Object.values(resources).flatMap(({ metadata }) => metadata.name ?? []));
    const names = stackNames(exampleModel()).flatMap(({ release, name }) => (release === null ? [name] : []));
    expect([...names].sort()).toEqual([...created].sort());
  });

  test("include a ConfigMap in Grafana's namespace", () => {
    const names = stackNames(exampleModel({ grafana: { namespace: "grafana" } }));
    expect(names).toContainEqual(expect.objectContaining({ kind: "configmap", namespace: "grafana" }));
  });

  test("include Alloy's accounts and roles, which another Alloy in the cluster may use", () => {
    const around = ["serviceaccount", "clusterrole", "clusterrolebinding"];
    expect(kindsOf("alloy")).toEqual(["daemonset", ...around]);
    expect(kindsOf("alloy-events")).toEqual(["deployment", ...around]);
  });

  test("exclude an events collector that is off", () => {
    expect(kindsOf("alloy-events", exampleModel({ alloy: { events: false } }))).toEqual([]);
  });

  test("need a permission in the namespace, or in the cluster for a cluster-scoped kind", () => {
    const at = { name: "alloy", namespace: "monitoring", release: "alloy" };
    expect(permissionFor({ ...at, kind: "serviceaccount" })).toMatchObject({
      resource: "serviceaccounts",
      apiGroup: "",
      namespace: "monitoring",
    });
    expect(permissionFor({ ...at, kind: "clusterrolebinding" })).toMatchObject({
      resource: "clusterrolebindings",
      apiGroup: "rbac.authorization.k8s.io",
      namespace: null,
    });
  });
});
