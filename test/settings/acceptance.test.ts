import { settingsError, wrongType } from "../helpers/settings-error";
import { uncheckedModel } from "../helpers/unchecked";

function accepted(...accept: readonly unknown[]) {
  return uncheckedModel({ accept }).accepted;
}

test("accepts nothing by default", () => {
  expect(uncheckedModel({}).accepted).toEqual([]);
});

test("reads the check, the optional setting and the reason", () => {
  const reason = "this cluster has one node";
  expect(accepted({ check: "taints", reason }, { check: "quota", setting: "cluster.quota.pods", reason })).toEqual([
    { check: "taints", setting: null, reason, path: "accept[0]" },
    { check: "quota", setting: "cluster.quota.pods", reason, path: "accept[1]" },
  ]);
});

test.each([
  ["accept[0].check", "nothing", "a non-empty string", { reason: "intended" }],
  ["accept[0].reason", "nothing", "a reason", { check: "taints" }],
  ["accept[0].reason", '" "', "a reason", { check: "taints", reason: " " }],
  ["accept[0].setting", '""', "a non-empty string", { check: "taints", setting: "", reason: "intended" }],
])("rejects %s set to %s", (setting, got, expected, acceptance) => {
  expect(settingsError(() => accepted(acceptance))).toMatchObject({ setting, got, expected });
});

test("rejects acceptances outside of an array", () => {
  const error = wrongType("an array", "accept", "{ check: 'taints' }", "accept: [{ check: 'taints' }]");
  expect(settingsError(() => uncheckedModel({ accept: { check: "taints" } }))).toMatchObject(error);
});

test("rejects unknown keys", () => {
  const because = { check: "taints", reason: "intended", because: "intended" };
  expect(settingsError(() => accepted(because))).toMatchObject({ setting: "accept[0].because" });
});
