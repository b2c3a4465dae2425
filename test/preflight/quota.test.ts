import type { V1ResourceQuota, V1ResourceQuotaSpec } from "@kubernetes/client-node";
import { causes, countsStack, quota as diagnostic } from "../../src/preflight/quota";
import { boundedKinds, type Existing } from "../../src/preflight/quota-usage";
import { DIGEST_ANNOTATION } from "../../src/stack/digest";
import { exampleModel } from "../helpers/example";
import { fault, node, pod } from "./objects";

const FACTS = { namespace: "monitoring", quota: "q" };
const five = ["a", "b", "c", "d", "e"].map((name) => node(name));
const empty: Existing = { pods: [], claims: [], ranges: [], objects: {}, nodes: five };

function quota(hard: Record<string, string>, used: Record<string, string> = {}): V1ResourceQuota {
  return { metadata: { name: "q" }, spec: { hard }, status: { hard, used } };
}

function analyze(quotas: readonly V1ResourceQuota[], existing = empty, model = exampleModel()) {
  return diagnostic.analyze({ quotas, existing, model });
}

test("passes for a namespace without a quota", () => {
  expect(analyze([])).toMatchObject({ status: "pass", detail: "no ResourceQuota" });
});

// 4Gi + 8 agents of 128Mi + 5 pods of 4Mi + 64Mi
test("fails if other pods leave too little of the quota for a rollout", () => {
  expect(analyze([quota({ "requests.memory": "5204Mi" })])).toMatchObject({
    detail: "room for 665m CPU, 5204Mi memory, 15 pods",
  });
  expect(analyze([quota({ "requests.memory": "5204Mi" }, { "requests.memory": "1Mi" })])).toMatchObject({
    status: "fail",
    got: "requests.memory: 1Mi of 5204Mi used, and the stack needs 5204Mi",
    causes: [causes.usedUp(FACTS)],
  });
});

test("blames other pods only if the quota has room for the whole stack", () => {
  expect(analyze([quota({ "requests.memory": "5203Mi" }, { "requests.memory": "1Mi" })])).toMatchObject({
    causes: [causes.tooSmall(FACTS), causes.reservesTooMuch()],
  });
});

// As fractions, 39 and 665 thousandths are more than 704.
test("passes if the requests fit exactly", () => {
  expect(analyze([quota({ "requests.cpu": "704m" }, { "requests.cpu": "39m" })])).toMatchObject({ status: "pass" });
  expect(fault(analyze([quota({ "requests.cpu": "703m" }, { "requests.cpu": "39m" })])).status).toBe("fail");
});

test("counts the agents on the existing nodes, not on those of main.ts", () => {
  const more = { ...empty, nodes: [...five, node("f"), node("g")] };
  expect(analyze([quota({ pods: "15" })])).toMatchObject({ status: "pass" });
  expect(analyze([quota({ pods: "15" })], more)).toMatchObject({
    got: "pods: 0 of 15 used, and the stack needs 20",
    causes: [causes.tooSmall(FACTS)],
  });
});

test("does not count the stack's existing pods twice", () => {
  const loki = pod({ memory: "4Gi", cpu: "250m", labels: { "app.kubernetes.io/instance": "loki" } });
  const full = quota({ "requests.memory": "6Gi" }, { "requests.memory": "4Gi" });
  expect(analyze([full], { ...empty, pods: [loki] })).toMatchObject({ status: "pass" });
  expect(fault(analyze([full])).status).toBe("fail");
});

test("ignores a pod that has ended", () => {
  const ended = pod({ memory: "4Gi", cpu: "250m", labels: { "app.kubernetes.io/instance": "loki" }, phase: "Failed" });
  const full = quota({ "requests.memory": "6Gi" }, { "requests.memory": "4Gi" });
  expect(fault(analyze([full], { ...empty, pods: [ended] })).status).toBe("fail");
});

test.each(["requests.storage", "monitoring-loki.storageclass.storage.k8s.io/requests.storage"])(
  "counts the claim's size for %s, unless the claim exists",
  (resource) => {
    const small = quota({ [resource]: "10Gi" });
    expect(analyze([small])).toMatchObject({
      got: `${resource}: 0 of 10Gi used, and the stack needs 15Gi`,
      causes: [causes.tooSmall(FACTS), causes.claimTooLarge()],
    });
    const claims = [{ metadata: { name: "storage-loki-0" } }];
    expect(analyze([small], { ...empty, claims })).toMatchObject({ status: "pass" });
  },
);

// 6Gi + 8 agents of 512Mi + 5 pods of 16Mi, the limit of their init container, + 256Mi
test("counts the larger memory limit of containers that run one after the other", () => {
  expect(analyze([quota({ "limits.memory": "10576Mi" })])).toMatchObject({ status: "pass" });
  expect(fault(analyze([quota({ "limits.memory": "10575Mi" })])).got).toBe(
    "limits.memory: 0 of 10575Mi used, and the stack needs 10576Mi",
  );
});

describe("a quota of CPU limits", () => {
  const ranges = [{ spec: { limits: [{ type: "Container", _default: { cpu: "500m" } }] } }];

  test("rejects containers without a CPU limit, however much is left, and names this cause alone", () => {
    const outcome = analyze([quota({ "limits.cpu": "100" })]);
    const { status, got, next } = fault(outcome);
    expect(status).toBe("fail");
    expect(got).toBe(
      "limits.cpu is bounded, but these are none: alloy.resources.cpuLimit, the cpuLimit of sysctl-inotify, the cpuLimit of alloy-events",
    );
    expect(next).toContain("a LimitRange with default");
    expect(outcome).toMatchObject({ causes: [causes.noCpuLimit()] });
  });

  // 1 + (8 agents + 5 pods of sysctl-inotify + 1) of 500m
  test("counts the namespace's default CPU limit for containers without one", () => {
    expect(analyze([quota({ "limits.cpu": "8" })], { ...empty, ranges })).toMatchObject({ status: "pass" });
    expect(fault(analyze([quota({ "limits.cpu": "7999m" })], { ...empty, ranges })).got).toBe(
      "limits.cpu: 0 of 7999m used, and the stack needs 8",
    );
  });
});

describe("a quota of objects", () => {
  const labels = { "app.kubernetes.io/instance": "loki" };

  test.each([
    ["services", "services", 3],
    ["count/services", "services", 3],
    ["configmaps", "configmaps", 6],
    ["count/daemonsets.apps", "daemonsets", 2],
    ["count/deployments.apps", "deployments", 1],
    ["count/statefulsets.apps", "statefulsets", 1],
  ])("must have room for the stack's own %s", (resource, kind, number) => {
    const none = { ...empty, objects: { [kind]: [] } };
    expect(boundedKinds([quota({ [resource]: "0" })]).map((counted) => counted.kind)).toEqual([kind]);
    expect(analyze([quota({ [resource]: `${number}` })], none)).toMatchObject({ status: "pass" });
    expect(fault(analyze([quota({ [resource]: `${number - 1}` })], none)).got).toBe(
      `${resource}: 0 of ${number - 1} used, and the stack needs ${number}`,
    );
  });

  test("does not count the stack's existing objects twice", () => {
    const full = quota({ configmaps: "8" }, { configmaps: "5" });
    const own = [
      { metadata: { labels } },
      { metadata: { labels } },
      { metadata: { annotations: { [DIGEST_ANNOTATION]: "a" } } },
    ];
    const others = [{ metadata: { name: "kube-root-ca.crt" } }, {}];
    expect(analyze([full], { ...empty, objects: { configmaps: [...own, ...others] } })).toMatchObject({
      status: "pass",
    });
    expect(fault(analyze([full], { ...empty, objects: { configmaps: others } })).status).toBe("fail");
  });

  test("does not count objects that the stack lacks or has in another namespace", () => {
    const smaller = exampleModel({ alloy: { events: false }, grafana: { namespace: "grafana" } });
    const none = { ...empty, objects: { configmaps: [], services: [], deployments: [] } };
    const bounds = { configmaps: "4", services: "3", "count/deployments.apps": "0" };
    expect(analyze([quota(bounds)], none, smaller)).toMatchObject({ status: "pass" });
  });

  test("requires the lists of only the kinds that it bounds", () => {
    expect(boundedKinds([quota({ pods: "15", secrets: "10" })])).toEqual([]);
  });

  test("has a note on a changed pipeline, whose ConfigMaps exist twice for a moment", () => {
    const none = { ...empty, objects: { configmaps: [] } };
    expect(analyze([quota({ configmaps: "6" })], none)).toMatchObject({
      notes: ["a changed pipeline needs 2 more ConfigMaps for a moment"],
    });
  });

  test("has a note on the resources that are not counted", () => {
    const odd = quota({ pods: "15", secrets: "0", "gold.storageclass.storage.k8s.io/requests.storage": "0" });
    expect(analyze([odd])).toMatchObject({ status: "pass", notes: ["not counted: secrets"] });
  });
});

describe("a quota", () => {
  const spec = (more: V1ResourceQuotaSpec): V1ResourceQuota => ({ spec: more });

  test.each([{}, { scopes: ["NotTerminating"] }, { scopes: ["NotBestEffort"] }])(
    "counts the stack's pods with the specification %j",
    (more) => {
      expect(countsStack(spec(more))).toBe(true);
    },
  );

  test.each(["Terminating", "BestEffort", "PriorityClass"])(
    "does not count the stack's pods with the scope %s",
    (scope) => {
      expect(countsStack(spec({ scopes: [scope] }))).toBe(false);
    },
  );

  test.each([
    ["In", false],
    ["Exists", false],
    ["NotIn", true],
    ["DoesNotExist", true],
  ])("with the operator %s for a priority class counts the stack's pods: %p", (operator, counts) => {
    const matchExpressions = [{ scopeName: "PriorityClass", operator, values: ["high"] }];
    expect(countsStack(spec({ scopeSelector: { matchExpressions } }))).toBe(counts);
  });

  test("with another scope bounds nothing of the stack", () => {
    const others = { ...quota({ pods: "1" }), spec: { hard: { pods: "1" }, scopes: ["BestEffort"] } };
    expect(analyze([others])).toMatchObject({ detail: "no ResourceQuota counts the stack's pods" });
  });
});
