import type { V1ResourceQuota, V1ResourceQuotaSpec } from "@kubernetes/client-node";
import { countedBy } from "../../src/preflight/quota/counted";
import type { Deployed } from "../../src/preflight/quota/deployed";
import { judgeQuota } from "../../src/preflight/quota/judgement";
import { countsPlan } from "../../src/preflight/quota/scopes";
import { DIGEST_ANNOTATION } from "../../src/stack/digest";
import { exampleModel } from "../helpers/example";
import { fault, node, pod } from "./objects";

const model = exampleModel();
const five = ["a", "b", "c", "d", "e"].map((name) => node(name));
const empty: Deployed = { pods: [], claims: [], ranges: [], objects: {}, nodes: five };

function quota(hard: Record<string, string>, used: Record<string, string> = {}): V1ResourceQuota {
  return { metadata: { name: "q" }, spec: { hard }, status: { hard, used } };
}

function judge(quotas: readonly V1ResourceQuota[], deployed = empty) {
  return judgeQuota(quotas, deployed, model);
}

// 4Gi + 8 agents of 128Mi + 5 pods of 4Mi + 64Mi
test("what the plan reserves in a rollout has to fit beside what others use", () => {
  expect(judge([quota({ "requests.memory": "5204Mi" })])).toMatchObject({
    figure: "room for 665m CPU, 5204Mi memory, 15 pods",
  });
  const { status, found, names } = fault(judge([quota({ "requests.memory": "5204Mi" }, { "requests.memory": "1Mi" })]));
  expect(status).toBe("broken");
  expect(found).toBe("requests.memory: 1Mi of 5204Mi are used, and the plan needs 5204Mi");
  expect(names).toEqual({ namespace: "monitoring", quota: "q" });
});

// As fractions, 39 and 665 thousandths are more than 704.
test("what fits exactly fits", () => {
  expect(judge([quota({ "requests.cpu": "704m" }, { "requests.cpu": "39m" })])).toMatchObject({ status: "holds" });
  expect(fault(judge([quota({ "requests.cpu": "703m" }, { "requests.cpu": "39m" })])).status).toBe("broken");
});

test("agents are counted on the nodes that there are, not on those of main.ts", () => {
  const more = { ...empty, nodes: [...five, node("f"), node("g")] };
  expect(judge([quota({ pods: "15" })])).toMatchObject({ status: "holds" });
  expect(fault(judge([quota({ pods: "15" })], more)).found).toBe("pods: 0 of 15 are used, and the plan needs 20");
});

test("what the plan has there already is needed no second time", () => {
  const loki = pod({ memory: "4Gi", cpu: "250m", labels: { "app.kubernetes.io/instance": "loki" } });
  const full = quota({ "requests.memory": "6Gi" }, { "requests.memory": "4Gi" });
  expect(judge([full], { ...empty, pods: [loki] })).toMatchObject({ status: "holds" });
  expect(fault(judge([full])).status).toBe("broken");
});

test("a pod that has ended uses nothing", () => {
  const ended = pod({ memory: "4Gi", cpu: "250m", labels: { "app.kubernetes.io/instance": "loki" }, phase: "Failed" });
  const full = quota({ "requests.memory": "6Gi" }, { "requests.memory": "4Gi" });
  expect(fault(judge([full], { ...empty, pods: [ended] })).status).toBe("broken");
});

test.each(["requests.storage", "monitoring-loki.storageclass.storage.k8s.io/requests.storage"])(
  "the claim needs its size of %s, unless it is there",
  (resource) => {
    const small = quota({ [resource]: "10Gi" });
    expect(fault(judge([small])).found).toBe(`${resource}: 0 of 10Gi are used, and the plan needs 15Gi`);
    const claims = [{ metadata: { name: "storage-loki-0" } }];
    expect(judge([small], { ...empty, claims })).toMatchObject({ status: "holds" });
  },
);

// 6Gi + 8 agents of 512Mi + 5 pods of 16Mi, what their init container may use, + 256Mi
test("a quota of memory limits counts the larger one of containers that run one after the other", () => {
  expect(judge([quota({ "limits.memory": "10576Mi" })])).toMatchObject({ status: "holds" });
  expect(fault(judge([quota({ "limits.memory": "10575Mi" })])).found).toBe(
    "limits.memory: 0 of 10575Mi are used, and the plan needs 10576Mi",
  );
});

describe("a quota of CPU limits", () => {
  const ranges = [{ spec: { limits: [{ type: "Container", _default: { cpu: "500m" } }] } }];

  test("refuses what has none, however much it leaves", () => {
    const { status, found, next } = fault(judge([quota({ "limits.cpu": "100" })]));
    expect(status).toBe("broken");
    expect(found).toBe(
      "limits.cpu is bounded, and these are none: alloy.resources.cpuLimit, the cpuLimit of sysctl-inotify, the cpuLimit of alloy-events",
    );
    expect(next).toContain("a LimitRange with default");
  });

  // 1 + (8 agents + 5 pods of sysctl-inotify + 1) of 500m
  test("counts what the namespace fills in", () => {
    expect(judge([quota({ "limits.cpu": "8" })], { ...empty, ranges })).toMatchObject({ status: "holds" });
    expect(fault(judge([quota({ "limits.cpu": "7999m" })], { ...empty, ranges })).found).toBe(
      "limits.cpu: 0 of 7999m are used, and the plan needs 8",
    );
  });
});

describe("a quota of objects", () => {
  const labels = { "app.kubernetes.io/instance": "loki" };

  test.each([
    ["services", "services", 5],
    ["count/services", "services", 5],
    ["configmaps", "configmaps", 6],
    ["count/daemonsets.apps", "daemonsets", 2],
    ["count/deployments.apps", "deployments", 1],
    ["count/statefulsets.apps", "statefulsets", 1],
  ])("leaves room for the plan's own: %s", (resource, kind, number) => {
    const none = { ...empty, objects: { [kind]: [] } };
    expect(countedBy([quota({ [resource]: "0" })]).map((counted) => counted.kind)).toEqual([kind]);
    expect(judge([quota({ [resource]: `${number}` })], none)).toMatchObject({ status: "holds" });
    expect(fault(judge([quota({ [resource]: `${number - 1}` })], none)).found).toBe(
      `${resource}: 0 of ${number - 1} are used, and the plan needs ${number}`,
    );
  });

  test("needs no second one of those that are there", () => {
    const full = quota({ configmaps: "8" }, { configmaps: "5" });
    const own = [
      { metadata: { labels } },
      { metadata: { labels } },
      { metadata: { annotations: { [DIGEST_ANNOTATION]: "a" } } },
    ];
    const others = [{ metadata: { name: "kube-root-ca.crt" } }, {}];
    expect(judge([full], { ...empty, objects: { configmaps: [...own, ...others] } })).toMatchObject({
      status: "holds",
    });
    expect(fault(judge([full], { ...empty, objects: { configmaps: others } })).status).toBe("broken");
  });

  test("needs none for what isn't deployed, or lies in another namespace", () => {
    const smaller = exampleModel({ alloy: { events: false }, grafana: { namespace: "grafana" } });
    const none = { ...empty, objects: { configmaps: [], services: [], deployments: [] } };
    const bounds = { configmaps: "4", services: "4", "count/deployments.apps": "0" };
    expect(judgeQuota([quota(bounds)], none, smaller)).toMatchObject({ status: "holds" });
  });

  test("asks for nothing that isn't bounded", () => {
    expect(countedBy([quota({ pods: "15", secrets: "10" })])).toEqual([]);
  });

  test("names what nobody has counted", () => {
    const odd = quota({ pods: "15", secrets: "0", "gold.storageclass.storage.k8s.io/requests.storage": "0" });
    expect(judge([odd])).toMatchObject({ status: "holds", notes: ["not counted: secrets", expect.anything()] });
  });
});

describe("a quota counts the plan's pods", () => {
  const spec = (more: V1ResourceQuotaSpec): V1ResourceQuota => ({ spec: more });

  test.each([{}, { scopes: ["NotTerminating"] }, { scopes: ["NotBestEffort"] }])("with %p", (more) => {
    expect(countsPlan(spec(more))).toBe(true);
  });

  test.each(["Terminating", "BestEffort", "PriorityClass"])("not with the scope %s", (scope) => {
    expect(countsPlan(spec({ scopes: [scope] }))).toBe(false);
  });

  test.each([
    ["In", false],
    ["Exists", false],
    ["NotIn", true],
    ["DoesNotExist", true],
  ])("where a priority class is selected with %s: %p", (operator, counts) => {
    const matchExpressions = [{ scopeName: "PriorityClass", operator, values: ["high"] }];
    expect(countsPlan(spec({ scopeSelector: { matchExpressions } }))).toBe(counts);
  });

  test("else it bounds none of them", () => {
    const others = { ...quota({ pods: "1" }), spec: { hard: { pods: "1" }, scopes: ["BestEffort"] } };
    expect(judge([others])).toMatchObject({ figure: "no ResourceQuota counts the plan's pods" });
  });
});

describe("that verify makes pods of its own is said", () => {
  const NOTE = "npm run verify needs 5 small pods more for a moment";
  const withScope = (scope: string) => ({ ...quota({}), spec: { scopes: [scope] } });

  test("where a quota counts all pods, or those with a deadline", () => {
    expect(judge([quota({})])).toMatchObject({ notes: [NOTE] });
    expect(judge([withScope("Terminating")])).toMatchObject({ notes: [NOTE] });
  });

  test("and not where a quota counts those that run on", () => {
    expect(judge([withScope("NotTerminating")])).toMatchObject({ notes: [] });
  });
});
