import type { V1ResourceQuota, V1ResourceQuotaSpec } from "@kubernetes/client-node";
import { judgeQuota } from "../../src/preflight/links/quota";
import type { Deployed } from "../../src/preflight/quota-need";
import { countsPlan } from "../../src/preflight/quota-scopes";
import { exampleModel } from "../example";
import { fault, node, pod } from "./objects";

const model = exampleModel();
const five = ["a", "b", "c", "d", "e"].map((name) => node(name));
const empty: Deployed = { pods: [], claims: [], nodes: five };

function quota(hard: Record<string, string>, used: Record<string, string> = {}): V1ResourceQuota {
  return { metadata: { name: "q" }, spec: { hard }, status: { hard, used } };
}

function judge(quotas: readonly V1ResourceQuota[], deployed = empty) {
  return judgeQuota(quotas, deployed, model);
}

test("a namespace without a quota has room", () => {
  expect(judge([])).toMatchObject({ status: "holds", figure: "no ResourceQuota" });
});

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

test("a quota for CPU limits refuses what has none", () => {
  expect(fault(judge([quota({ "limits.cpu": "100" })]))).toMatchObject({
    status: "doubtful",
    found: "limits.cpu is bounded",
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
