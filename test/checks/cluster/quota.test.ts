import { quota } from "../../../src/checks/cluster/quota";
import type { QuotaSettings } from "../../../src/cluster/settings";
import type { Settings } from "../../../src/settings/settings";
import { ByteSize, Cpu } from "../../../src/units";
import { faults, findings, stack } from "../stacks";

function within(bound: QuotaSettings, settings: Partial<Settings> = {}) {
  return stack({ cluster: { nodes: 5, quota: bound }, ...settings });
}

/** One Loki, five agents and three more during a rollout, five pods for the node limits, one event collector. */
const MEMORY = ByteSize.mebibytes(4_096 + 8 * 128 + 5 * 4 + 64);
const CPU = Cpu.millicores(250 + 8 * 50 + 5 * 1 + 10);
const PODS = 1 + 8 + 5 + 1;

const REMEDY = "raise the namespace's ResourceQuota and declare it, or lower loki.resources or alloy.resources";

test("accepts a quota that just fits all pods", () => {
  expect(findings(quota, within({ requestsMemory: MEMORY, requestsCpu: CPU, pods: PODS }))).toEqual([]);
});

test("rejects a quota that is slightly too small", () => {
  const less = {
    requestsMemory: MEMORY.minus(ByteSize.bytes(1)),
    requestsCpu: Cpu.millicores(664),
    pods: PODS - 1,
  };
  const expected = (amount: string) => `at least ${amount}, the sum of what the stack's pods request`;
  expect(findings(quota, within(less))).toEqual([
    {
      setting: "cluster.quota.requestsMemory",
      got: `${less.requestsMemory}`,
      expected: expected("5204Mi"),
      remedy: REMEDY,
    },
    { setting: "cluster.quota.requestsCpu", got: "664m", expected: expected("665m"), remedy: REMEDY },
    { setting: "cluster.quota.pods", got: "14", expected: expected("15"), remedy: REMEDY },
  ]);
});

test.each<[string, QuotaSettings]>([
  ["requestsMemory", { requestsMemory: ByteSize.gibibytes(1) }],
  ["requestsCpu", { requestsCpu: Cpu.millicores(100) }],
  ["pods", { pods: 1 }],
])("examines only %s if the quota sets nothing else", (key, bound) => {
  expect(faults(quota, within(bound))).toEqual([`cluster.quota.${key}`]);
});

test("ignores parts that are not deployed", () => {
  const pods = PODS - 1;
  expect(faults(quota, within({ pods }))).toEqual(["cluster.quota.pods"]);
  expect(faults(quota, within({ pods }, { alloy: { events: false } }))).toEqual([]);
});

test("accepts everything without a quota", () => {
  expect(findings(quota, stack())).toEqual([]);
});
