import type { V1LimitRange, V1LimitRangeItem } from "@kubernetes/client-node";
import { judgeLimits } from "../../src/preflight/limits/judgement";
import type { Settings } from "../../src/settings/settings";
import { Cpu } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { fault } from "./objects";

const model = exampleModel();

function within(item: Partial<V1LimitRangeItem>, settings: Partial<Settings> = {}) {
  const range: V1LimitRange = { metadata: { name: "limits" }, spec: { limits: [{ type: "Container", ...item }] } };
  return judgeLimits([range], exampleModel(settings));
}

test("a namespace without a LimitRange limits nothing", () => {
  expect(judgeLimits([], exampleModel())).toMatchObject({ status: "holds", figure: "no LimitRange" });
});

test.each(["Container", "Pod"])("a limit above the maximum of a %s is refused", (type) => {
  const { status, found, next, names } = fault(within({ type, max: { memory: "4Gi" } }));
  expect(status).toBe("broken");
  expect(found).toBe("loki.resources.memoryLimit is 6Gi, at most 4Gi may be");
  expect(next).toBe("kubectl edit limitrange -n <namespace> <limit-range>");
  expect(names).toEqual({ namespace: "monitoring", "limit-range": "limits" });
});

// A Pod's maximum fills nothing in.
test("a pod without a CPU limit is refused where a maximum is set for pods", () => {
  const { found, next } = fault(within({ type: "Pod", max: { cpu: "2" } }));
  expect(found).toBe(
    "alloy.resources.cpuLimit is none, at most 2 may be; the cpuLimit of alloy-events is none, at most 2 may be",
  );
  expect(next).toBe('give the namespace a LimitRange with default: { cpu: "1" }, which fills it in');
});

test("a maximum for pods takes what a default for containers fills in", () => {
  const filled: V1LimitRangeItem = { type: "Container", _default: { cpu: "1" } };
  const bounded = (most: string) =>
    judgeLimits([{ spec: { limits: [{ type: "Pod", max: { cpu: most } }] } }, { spec: { limits: [filled] } }], model);
  expect(bounded("1")).toMatchObject({ status: "holds", figure: "2 LimitRange objects" });
  expect(fault(bounded("999m")).found).toContain(
    "alloy.resources.cpuLimit, which the namespace fills in, is 1, at most 999m may be",
  );
});

test("limits as high as the maximum are taken", () => {
  expect(within({ max: { memory: "6Gi", cpu: "1" } })).toMatchObject({ status: "holds", figure: "1 LimitRange" });
});

// As a fraction, 4007 thousandths are a little less.
test("a limit that is exactly the maximum is taken", () => {
  const settings = { loki: { resources: { cpuLimit: Cpu.millicores(4_007) } } };
  expect(within({ max: { cpu: "4007m" } }, settings)).toMatchObject({ status: "holds" });
  expect(fault(within({ max: { cpu: "4006m" } }, settings)).found).toContain("at most 4006m may be");
});

test("the pod that stays on each node is smaller than many a minimum", () => {
  expect(fault(within({ min: { memory: "10Mi", cpu: "1m" } })).found).toBe(
    "the memoryRequest of sysctl-inotify is 4Mi, at least 10Mi must be",
  );
});

test("a container without a CPU limit gets the namespace's, which may be less than it asks for", () => {
  const settings = { alloy: { resources: { cpuRequest: Cpu.millicores(300) } } };
  const filled = { _default: { cpu: "200m" } };
  expect(fault(within(filled, settings)).found).toBe(
    "alloy.resources.cpuRequest is 300m, above the limit of 200m that the namespace fills in",
  );
  expect(within(filled)).toMatchObject({ status: "holds" });
});

test.each(["Container", "Pod"])("a limit of a %s may be only so many times its request", (type) => {
  expect(fault(within({ type, maxLimitRequestRatio: { memory: "3" } })).found.split("; ")).toEqual([
    "alloy.resources.memoryLimit is 4 times its request, at most 3 may be",
    "the memoryLimit of sysctl-inotify is 4 times its request, at most 3 may be",
    "the memoryLimit of alloy-events is 4 times its request, at most 3 may be",
  ]);
  expect(within({ type, maxLimitRequestRatio: { memory: "4" } })).toMatchObject({ status: "holds" });
});

test("a ratio bounds CPU limits too, and refuses what has none", () => {
  expect(fault(within({ maxLimitRequestRatio: { cpu: "2" } })).found.split("; ")).toEqual([
    "loki.resources.cpuLimit is 4 times its request, at most 2 may be",
    "alloy.resources.cpuLimit is none, at most 2 times its request may be",
    "the cpuLimit of sysctl-inotify is none, at most 2 times its request may be",
    "the cpuLimit of alloy-events is none, at most 2 times its request may be",
  ]);
});

test("a ratio bounds the limit that the namespace fills in", () => {
  const item = { _default: { cpu: "1" }, maxLimitRequestRatio: { cpu: "50" } };
  expect(fault(within(item)).found.split("; ")).toEqual([
    "the cpuLimit of sysctl-inotify, which the namespace fills in, is 1000 times its request, at most 50 may be",
    "the cpuLimit of alloy-events, which the namespace fills in, is 100 times its request, at most 50 may be",
  ]);
});

test("the container that raises the limits of a node may use more than the one that stays", () => {
  expect(fault(within({ max: { memory: "15Mi" } })).found).toContain("the memoryLimit of sysctl-inotify is 16Mi");
});

test.each([
  [{ max: { storage: "10Gi" } }, "nfs.size is 15Gi, at most 10Gi may be"],
  [{ min: { storage: "20Gi" } }, "nfs.size is 15Gi, at least 20Gi must be"],
])("a claim is limited too (%p)", (item, found) => {
  expect(fault(within({ type: "PersistentVolumeClaim", ...item })).found).toBe(found);
});

test("a claim of the right size is taken", () => {
  const bounds = { min: { storage: "15Gi" }, max: { storage: "15Gi" } };
  expect(within({ type: "PersistentVolumeClaim", ...bounds })).toMatchObject({ status: "holds" });
});
