import type { V1ObjectMeta } from "@kubernetes/client-node";
import { judgeLeftovers } from "../../src/preflight/leftovers/judgement";
import type { Kind } from "../../src/preflight/leftovers/kinds";
import { accessTo, type PlannedObject, plannedNames } from "../../src/preflight/leftovers/planned-objects";
import { DIGEST_ANNOTATION } from "../../src/stack/digest";
import { exampleModel } from "../helpers/example";
import { synthesized } from "../helpers/synthesized";
import { BY_HELM_PROVIDER, BY_KUBECTL, BY_TERRAFORM, fault } from "./objects";

function daemonSet(metadata: V1ObjectMeta | null): PlannedObject {
  return {
    kind: "daemonset",
    name: "sysctl-inotify",
    namespace: "monitoring",
    release: null,
    found: metadata && { metadata },
  };
}

function ofAlloy(kind: Kind, metadata: V1ObjectMeta | null): PlannedObject {
  return { kind, name: "alloy", namespace: "monitoring", release: "alloy", found: metadata && { metadata } };
}

function ownedBy(release: string, namespace: string): V1ObjectMeta {
  return { annotations: { "meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": namespace } };
}

/** What Terraform is told to make of one type; a name that only begins as is written has no "name". */
type Resources = Readonly<Record<string, { readonly metadata: { readonly name?: string } }>>;

const OWN = ownedBy("alloy", "monitoring");
const RENDERED = ofAlloy("clusterrole", BY_KUBECTL);

test("no name is taken before the first apply", () => {
  expect(judgeLeftovers([daemonSet(null), ofAlloy("clusterrole", null)], false)).toMatchObject({
    status: "holds",
    figure: "none of 2 names is taken",
  });
});

test("what an apply has made is changed by the next one", () => {
  expect(judgeLeftovers([daemonSet(BY_TERRAFORM), ofAlloy("clusterrole", OWN)], true)).toMatchObject({
    status: "holds",
    figure: "all that is there is the plan's",
  });
});

test("a ConfigMap that names a plan is the plan's", () => {
  const metadata = { ...BY_KUBECTL, annotations: { [DIGEST_ANNOTATION]: "0" } };
  const rules = { ...daemonSet(metadata), kind: "configmap", name: "loki-alert-rules" } as const;
  expect(judgeLeftovers([rules], true)).toMatchObject({ status: "holds" });
});

test.each([true, false])("what somebody has made by hand is in Terraform's way (deployed: %p)", (deployed) => {
  const { status, found, names } = fault(judgeLeftovers([daemonSet(BY_KUBECTL)], deployed));
  expect([status, found]).toEqual(["broken", 'daemonset "sysctl-inotify"']);
  expect(names).toEqual({ kind: "daemonset", object: "sysctl-inotify -n monitoring" });
});

test("once the agents are Terraform's, it may have been imported, and the state tells", () => {
  const agents = ofAlloy("daemonset", { ...OWN, ...BY_HELM_PROVIDER });
  const { status, next } = fault(judgeLeftovers([daemonSet(BY_KUBECTL), agents], true));
  expect([status, next]).toEqual(["doubtful", "terraform -chdir=cdktf.out/stacks/log-collection state list"]);
});

test("Loki alone, which is installed whatever the agents wait for, shows nothing of the sort", () => {
  const metadata = { ...ownedBy("loki", "monitoring"), ...BY_HELM_PROVIDER };
  const loki = { ...ofAlloy("statefulset", metadata), name: "loki", release: "loki" };
  expect(fault(judgeLeftovers([daemonSet(BY_KUBECTL), loki], true)).status).toBe("broken");
});

test("nor do agents that somebody else has installed", () => {
  const agents = ofAlloy("daemonset", { ...OWN, ...BY_KUBECTL });
  expect(fault(judgeLeftovers([daemonSet(BY_KUBECTL), agents], true)).status).toBe("broken");
});

test("what Terraform has made, with nothing of the plan beside it, may be another state's", () => {
  expect(fault(judgeLeftovers([daemonSet(BY_TERRAFORM)], false))).toMatchObject({ status: "doubtful" });
});

test("a cluster role of the same release in another namespace is in Helm's way", () => {
  const { status, cause, names } = fault(judgeLeftovers([ofAlloy("clusterrole", ownedBy("alloy", "logs"))], true));
  expect(status).toBe("broken");
  expect(cause).toContain("in another namespace");
  expect(names).toEqual({ kind: "clusterrole", object: "alloy" });
});

test("so is one that no release owns, and whose it is has to be looked at before anything is deleted", () => {
  const { status, cause, next } = fault(judgeLeftovers([RENDERED], false));
  expect([status, cause]).toEqual(["broken", expect.stringContaining("without Helm")]);
  expect(next).toMatch(/^kubectl get <kind> <object> -o yaml --show-managed-fields, to see whose it is;/);
});

test("all that is in the way is told at once, and explained by what an apply fails at", () => {
  const { status, found } = fault(judgeLeftovers([daemonSet(BY_TERRAFORM), RENDERED], false));
  expect([status, found]).toEqual(["broken", 'daemonset "sysctl-inotify", clusterrole "alloy"']);
});

test("of many names that are taken a few are told", () => {
  const many = Array.from({ length: 7 }, () => RENDERED);
  const { found } = fault(judgeLeftovers(many, false));
  expect(found).toMatch(/^(clusterrole "alloy", ){4}clusterrole "alloy" and 2 more$/);
});

describe("the names that are asked for", () => {
  function kindsOf(release: string, model = exampleModel()): readonly string[] {
    return plannedNames(model).flatMap((planned) => (planned.release === release ? [planned.kind] : []));
  }

  test("are all that the plan itself gives", () => {
    const { resource } = synthesized();
    const given = Object.entries<Resources>(resource)
      .filter(([type]) => type.startsWith("kubernetes_"))
      .flatMap(([, resources]) => Object.values(resources).flatMap(({ metadata }) => metadata.name ?? []));
    const asked = plannedNames(exampleModel()).flatMap(({ release, name }) => (release === null ? [name] : []));
    expect([...asked].sort()).toEqual([...given].sort());
  });

  test("are looked for where Grafana is, too", () => {
    const names = plannedNames(exampleModel({ grafana: { namespace: "grafana" } }));
    expect(names).toContainEqual(expect.objectContaining({ kind: "configmap", namespace: "grafana" }));
  });

  test("are those of Alloy's accounts and rights, of which another Alloy in the cluster may have the same", () => {
    const around = ["service", "serviceaccount", "clusterrole", "clusterrolebinding"];
    expect(kindsOf("alloy")).toEqual(["daemonset", ...around]);
    expect(kindsOf("alloy-events")).toEqual(["deployment", ...around]);
  });

  test("are none of a collector of events that isn't expected", () => {
    expect(kindsOf("alloy-events", exampleModel({ alloy: { events: false } }))).toEqual([]);
  });

  test("take a right in the namespace, or in the cluster where the kind is the cluster's", () => {
    const at = { name: "alloy", namespace: "monitoring", release: "alloy" };
    expect(accessTo({ ...at, kind: "serviceaccount" })).toMatchObject({
      resource: "serviceaccounts",
      apiGroup: "",
      namespace: "monitoring",
    });
    expect(accessTo({ ...at, kind: "clusterrolebinding" })).toMatchObject({
      resource: "clusterrolebindings",
      apiGroup: "rbac.authorization.k8s.io",
      namespace: null,
    });
  });
});
