import { limitRange } from "../../../src/checks/cluster/limit-range";
import type { LimitRangeSettings } from "../../../src/cluster/settings";
import type { Settings } from "../../../src/settings/settings";
import { ByteSize, Cpu } from "../../../src/units";
import { faults, findings, stack } from "../stacks";

function within(limits: LimitRangeSettings, settings: Partial<Settings> = {}) {
  return stack({ cluster: { limitRange: limits }, ...settings });
}

test("rejects a memory limit above the LimitRange", () => {
  expect(findings(limitRange, within({ maxMemory: ByteSize.gibibytes(4) }))).toEqual([
    {
      setting: "loki.resources.memoryLimit",
      got: "6Gi",
      expected: "at most cluster.limitRange.maxMemory (4Gi)",
      remedy: "lower loki.resources.memoryLimit, or raise the namespace's LimitRange and declare it",
    },
  ]);
});

test("accepts a memory limit that equals the LimitRange", () => {
  expect(findings(limitRange, within({ maxMemory: ByteSize.gibibytes(6) }))).toEqual([]);
});

test("examines every pod of the stack", () => {
  const low = { maxMemory: ByteSize.mebibytes(255) };
  const all = ["loki.resources.memoryLimit", "alloy.resources.memoryLimit", "the memoryLimit of alloy-events"];
  expect(faults(limitRange, within(low))).toEqual(all);
  expect(faults(limitRange, within(low, { alloy: { events: false } }))).toEqual(all.slice(0, 2));
});

test("rejects a CPU limit above the LimitRange", () => {
  const [first] = findings(limitRange, within({ maxCpu: Cpu.millicores(999) }));
  expect(first).toEqual({
    setting: "loki.resources.cpuLimit",
    got: "1",
    expected: "at most cluster.limitRange.maxCpu (999m)",
    remedy: "lower loki.resources.cpuLimit, or raise the namespace's LimitRange and declare it",
  });
});

test("suggests only a higher LimitRange if no setting lowers the value", () => {
  const [last] = findings(limitRange, within({ maxMemory: ByteSize.mebibytes(255) })).slice(-1);
  expect(last).toMatchObject({
    setting: "the memoryLimit of alloy-events",
    remedy: "raise the namespace's LimitRange and declare it",
  });
});

test("accepts a CPU limit that equals the LimitRange, and no limit", () => {
  const settings = { alloy: { resources: { cpuLimit: Cpu.cores(1) } } };
  expect(findings(limitRange, within({ maxCpu: Cpu.cores(1) }, settings))).toEqual([]);
  expect(findings(limitRange, within({ maxCpu: Cpu.cores(1) }))).toEqual([]);
});

test("rejects a CPU request above the limit that the LimitRange sets", () => {
  const settings = {
    alloy: { resources: { cpuRequest: Cpu.millicores(300) } },
    loki: { resources: { cpuLimit: Cpu.millicores(250) } },
  };
  expect(findings(limitRange, within({ maxCpu: Cpu.millicores(299) }, settings))).toEqual([
    {
      setting: "alloy.resources.cpuRequest",
      got: "300m",
      expected: "at most cluster.limitRange.maxCpu (299m)",
      remedy: "lower alloy.resources.cpuRequest, or raise the namespace's LimitRange and declare it",
    },
  ]);
  expect(findings(limitRange, within({ maxCpu: Cpu.millicores(300) }, settings))).toEqual([]);
});

test("examines the init container that raises the node's limits", () => {
  expect(faults(limitRange, within({ maxMemory: ByteSize.mebibytes(15) }))).toContain(
    "the memoryLimit of sysctl-inotify",
  );
  expect(faults(limitRange, within({ maxMemory: ByteSize.mebibytes(16) }))).not.toContain(
    "the memoryLimit of sysctl-inotify",
  );
});

test("accepts a LimitRange without a maximum", () => {
  expect(findings(limitRange, within({}))).toEqual([]);
  expect(findings(limitRange, stack())).toEqual([]);
});
