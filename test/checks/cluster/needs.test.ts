import { clusterChecks } from "../../../src/checks";
import { checkStack } from "../../../src/checks/runner";
import type { ClusterSettings } from "../../../src/cluster/settings";
import { stack } from "../stacks";

function skipped(cluster: ClusterSettings) {
  return checkStack(clusterChecks, stack({ cluster })).skipped.map(({ check, setting }) => [check.id, setting]);
}

test("skips checks of an undeclared cluster", () => {
  expect(skipped({})).toEqual([
    ["limit-range", "cluster.limitRange"],
    ["quota", "cluster.quota"],
    ["taints", "cluster.taints"],
  ]);
});

test.each<[string, ClusterSettings]>([
  ["limit-range", { limitRange: {} }],
  ["quota", { quota: {} }],
  ["taints", { taints: [] }],
])("runs %s once its setting is declared, even if empty", (id, cluster) => {
  const ids = skipped(cluster).map(([check]) => check);
  expect(ids).toHaveLength(2);
  expect(ids).not.toContain(id);
});
