import type { V1LimitRange, V1LimitRangeItem } from "@kubernetes/client-node";
import { causes, limits } from "../../src/preflight/limits";
import type { Settings } from "../../src/settings/settings";
import { Cpu } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { fault } from "./objects";

const UNSUITABLE = causes.unsuitable({ namespace: "monitoring", limitRange: "limits" });

function analyze(ranges: readonly V1LimitRange[], settings: Partial<Settings> = {}) {
  return limits.analyze({ ranges, model: exampleModel(settings) });
}

function within(item: Partial<V1LimitRangeItem>, settings: Partial<Settings> = {}) {
  return analyze([{ metadata: { name: "limits" }, spec: { limits: [{ type: "Container", ...item }] } }], settings);
}

test("passes for a namespace without a LimitRange", () => {
  expect(analyze([])).toMatchObject({ status: "pass", detail: "no LimitRange" });
});

test.each(["Container", "Pod"])("fails for a limit above the maximum of a %s", (type) => {
  const outcome = within({ type, max: { memory: "4Gi" } });
  const { status, got, next } = fault(outcome);
  expect(status).toBe("fail");
  expect(got).toBe("loki.resources.memoryLimit is 6Gi, above the maximum of 4Gi");
  expect(next).toBe("kubectl --namespace monitoring edit limitrange limits");
  expect(outcome).toMatchObject({
    causes: [UNSUITABLE, causes.tooHigh({ setting: "loki.resources.memoryLimit" })],
  });
});

// A Pod's maximum is no default.
test("fails for a pod without a CPU limit if pods have a maximum, and names this cause alone", () => {
  const outcome = within({ type: "Pod", max: { cpu: "2" } });
  const { got, next } = fault(outcome);
  expect(got).toBe(
    "alloy.resources.cpuLimit is none, but the maximum is 2; the cpuLimit of alloy-events is none, but the maximum is 2",
  );
  expect(next).toBe('give the namespace a LimitRange with default: { cpu: "1" }, which fills it in');
  expect(outcome).toMatchObject({ causes: [causes.noCpuLimit()] });
});

test("compares a maximum of pods with the default of containers", () => {
  const defaults: V1LimitRangeItem = { type: "Container", _default: { cpu: "1" } };
  const bounded = (maximum: string) =>
    analyze([{ spec: { limits: [{ type: "Pod", max: { cpu: maximum } }] } }, { spec: { limits: [defaults] } }]);
  expect(bounded("1")).toMatchObject({ status: "pass", detail: "2 LimitRange objects" });
  expect(fault(bounded("999m")).got).toContain(
    "alloy.resources.cpuLimit is 1 by the namespace's default, above the maximum of 999m",
  );
});

test("passes for limits as high as the maximum", () => {
  expect(within({ max: { memory: "6Gi", cpu: "1" } })).toMatchObject({ status: "pass", detail: "1 LimitRange" });
});

// As a fraction, 4007 thousandths are a little less.
test("passes for a limit that is exactly the maximum", () => {
  const settings = { loki: { resources: { cpuLimit: Cpu.millicores(4_007) } } };
  expect(within({ max: { cpu: "4007m" } }, settings)).toMatchObject({ status: "pass" });
  expect(fault(within({ max: { cpu: "4006m" } }, settings)).got).toContain("above the maximum of 4006m");
});

test("fails for the small pod that stays on each node if the minimum is higher, which no setting changes", () => {
  const outcome = within({ min: { memory: "10Mi", cpu: "1m" } });
  expect(fault(outcome).got).toBe("the memoryRequest of sysctl-inotify is 4Mi, below the minimum of 10Mi");
  expect(outcome).toMatchObject({ causes: [UNSUITABLE] });
});

test("fails for a request above the CPU limit that the namespace gives by default", () => {
  const settings = { alloy: { resources: { cpuRequest: Cpu.millicores(300) } } };
  const defaults = { _default: { cpu: "200m" } };
  expect(fault(within(defaults, settings)).got).toBe(
    "alloy.resources.cpuRequest is 300m, above the namespace's default limit of 200m",
  );
  expect(within(defaults)).toMatchObject({ status: "pass" });
});

test.each(["Container", "Pod"])("fails for a limit of a %s above the maximum ratio to its request", (type) => {
  expect(fault(within({ type, maxLimitRequestRatio: { memory: "3" } })).got.split("; ")).toEqual([
    "alloy.resources.memoryLimit is 4 times its request, above the maximum of 3",
    "the memoryLimit of sysctl-inotify is 4 times its request, above the maximum of 3",
    "the memoryLimit of alloy-events is 4 times its request, above the maximum of 3",
  ]);
  expect(within({ type, maxLimitRequestRatio: { memory: "4" } })).toMatchObject({ status: "pass" });
});

test("applies a ratio to CPU limits, too, and fails for a container without one", () => {
  expect(fault(within({ maxLimitRequestRatio: { cpu: "2" } })).got.split("; ")).toEqual([
    "loki.resources.cpuLimit is 4 times its request, above the maximum of 2",
    "alloy.resources.cpuLimit is none, but the maximum is 2 times its request",
    "the cpuLimit of sysctl-inotify is none, but the maximum is 2 times its request",
    "the cpuLimit of alloy-events is none, but the maximum is 2 times its request",
  ]);
});

test("applies a ratio to the namespace's default limit", () => {
  const item = { _default: { cpu: "1" }, maxLimitRequestRatio: { cpu: "50" } };
  expect(fault(within(item)).got.split("; ")).toEqual([
    "the cpuLimit of sysctl-inotify is 1000 times its request by the namespace's default, above the maximum of 50",
    "the cpuLimit of alloy-events is 100 times its request by the namespace's default, above the maximum of 50",
  ]);
});

test("includes the init container that raises a node's limits and may use more than the main container", () => {
  expect(fault(within({ max: { memory: "15Mi" } })).got).toContain("the memoryLimit of sysctl-inotify is 16Mi");
});

test.each([
  [
    { max: { storage: "10Gi" } },
    "nfs.size is 15Gi, above the maximum of 10Gi",
    causes.claimTooLarge({ setting: "nfs.size" }),
  ],
  [{ min: { storage: "20Gi" } }, "nfs.size is 15Gi, below the minimum of 20Gi", causes.tooLow({ setting: "nfs.size" })],
])("fails for a claim outside of the bounds (%p)", (item, got, setting) => {
  expect(within({ type: "PersistentVolumeClaim", ...item })).toMatchObject({ got, causes: [UNSUITABLE, setting] });
});

test("passes for a claim within the bounds", () => {
  const bounds = { min: { storage: "15Gi" }, max: { storage: "15Gi" } };
  expect(within({ type: "PersistentVolumeClaim", ...bounds })).toMatchObject({ status: "pass" });
});
