import { taints } from "../../../src/checks/cluster/taints";
import type { TaintSettings } from "../../../src/cluster/settings";
import { findings, stack, withAgentValues } from "../stacks";

const KEY = "dedicated";

function tolerating(tolerations: unknown, ...declared: readonly TaintSettings[]) {
  return withAgentValues({ "controller.tolerations": tolerations }, stack({ cluster: { taints: declared } }));
}

test("rejects a taint that the agents do not tolerate", () => {
  const taint: TaintSettings = { key: KEY, value: "gpu", effect: "NoSchedule" };
  const finding = {
    setting: "values/alloy.yaml: controller.tolerations",
    expected: "a toleration of dedicated=gpu:NoSchedule, declared in cluster.taints",
    remedy: "set tolerations: [{ operator: Exists }], so that alloy runs on every node",
  };
  const none = { ...finding, got: "no toleration" };
  expect(findings(taints, tolerating([], taint))).toEqual([none]);
  expect(findings(taints, tolerating(undefined, taint))).toEqual([none]);
  const other = [{ key: "other", operator: "Exists" }];
  expect(findings(taints, tolerating(other, taint))).toEqual([{ ...finding, got: JSON.stringify(other) }]);
});

test("names a taint without a value", () => {
  expect(findings(taints, tolerating([], { key: KEY, effect: "NoExecute" }))).toMatchObject([
    { expected: "a toleration of dedicated:NoExecute, declared in cluster.taints" },
  ]);
});

test("reports each taint separately", () => {
  const declared: readonly TaintSettings[] = [
    { key: "a", effect: "NoSchedule" },
    { key: "b", effect: "PreferNoSchedule" },
    { key: "c", effect: "NoExecute" },
  ];
  expect(findings(taints, tolerating([], ...declared)).map(({ expected }) => expected)).toEqual([
    "a toleration of a:NoSchedule, declared in cluster.taints",
    "a toleration of c:NoExecute, declared in cluster.taints",
  ]);
});

const TAINT: TaintSettings = { key: KEY, value: "gpu", effect: "NoSchedule" };
const BARE: TaintSettings = { key: KEY, effect: "NoSchedule" };

test.each([
  ["of every taint", { operator: "Exists" }, TAINT],
  ["of every taint, with an empty key", { key: "", operator: "Exists" }, TAINT],
  ["of the key", { key: KEY, operator: "Exists" }, TAINT],
  ["of the key and the effect", { key: KEY, operator: "Exists", effect: "NoSchedule" }, TAINT],
  ["of the key and every effect", { key: KEY, operator: "Exists", effect: "" }, TAINT],
  ["of the effect", { operator: "Exists", effect: "NoSchedule" }, TAINT],
  ["of the value", { key: KEY, operator: "Equal", value: "gpu" }, TAINT],
  ["of the value, without an operator", { key: KEY, value: "gpu" }, TAINT],
  ["of no value", { key: KEY, operator: "Equal" }, BARE],
  ["of an empty value", { key: KEY, value: "" }, BARE],
])("accepts a toleration %s", (_, toleration, taint) => {
  expect(findings(taints, tolerating([{ key: "other" }, toleration], taint))).toEqual([]);
});

test.each([
  ["of another key", { key: "other", operator: "Exists" }, TAINT],
  ["of another effect", { operator: "Exists", effect: "NoExecute" }, TAINT],
  ["of another value", { key: KEY, operator: "Equal", value: "tpu" }, TAINT],
  ["of no value", { key: KEY, operator: "Equal" }, TAINT],
  ["of a value for a taint without a value", { key: KEY, value: "gpu" }, BARE],
  ["of the value of another key", { key: "other", value: "gpu" }, TAINT],
  ["of nothing", {}, BARE],
])("rejects a toleration %s", (_, toleration, taint) => {
  expect(findings(taints, tolerating([toleration], taint))).toHaveLength(1);
});

test("accepts nodes without taints", () => {
  expect(findings(taints, tolerating([]))).toEqual([]);
  expect(findings(taints, withAgentValues({ "controller.tolerations": [] }, stack({ cluster: {} })))).toEqual([]);
});
