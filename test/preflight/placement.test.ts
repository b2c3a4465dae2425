import { judgePlacement } from "../../src/preflight/placement/judgement";
import { POOLS } from "../../src/preflight/placement/node";
import { stack, withAgentValues, withLokiValues } from "../checks/stacks";
import { fault, node } from "./objects";

const gpu = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const controlPlane = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };

test("one node without a taint is enough for Loki, and agents run on all", () => {
  expect(judgePlacement([node("a"), node("b", { taints: [controlPlane] })], stack())).toBeNull();
});

test("a taint that the agents' values don't tolerate takes a node from them", () => {
  const own = withAgentValues({ "controller.tolerations": [{ key: controlPlane.key, operator: "Exists" }] });
  const { status, found } = fault(judgePlacement([node("a"), node("b", { taints: [controlPlane, gpu] })], own));
  expect([status, found]).toEqual(["broken", "alloy doesn't tolerate nvidia.com/gpu=true:NoSchedule"]);
});

test("a state of a node, which Kubernetes tells by a taint, every DaemonSet tolerates", () => {
  const own = withAgentValues({ "controller.tolerations": [] });
  const cordoned = node("b", { taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] });
  expect(judgePlacement([node("a"), cordoned], own)).toBeNull();
});

test("a taint of a Windows node keeps no agent away", () => {
  const own = withAgentValues({ "controller.tolerations": [] });
  const windows = node("w", {
    labels: { "kubernetes.io/os": "windows" },
    taints: [{ key: "os", value: "windows", effect: "NoSchedule" }],
  });
  expect(judgePlacement([node("a"), windows], own)).toBeNull();
});

describe("Loki finds no node", () => {
  test.each([
    ["with a taint on all", node("a", { taints: [gpu] }), "a: the taint nvidia.com/gpu=true:NoSchedule"],
    ["that is all cordoned", node("a", { cordoned: true }), "a: it is cordoned"],
    ["of Linux", node("a", { labels: { "kubernetes.io/os": "windows" } }), "a: it has no label kubernetes.io/os=linux"],
    ["with its memory", node("a", { memory: "4095Mi" }), "a: it has 4095Mi of memory"],
    ["with its processor time", node("a", { cpu: "249m" }), "a: it has 249m CPU"],
  ])("%s", (_, only, found) => {
    const seen = fault(judgePlacement([only], stack()));
    expect([seen.status, seen.found]).toEqual(["broken", found]);
    expect(seen.expected).toBe("a node for loki, which asks for 4Gi of memory and 250m CPU");
  });

  test("and size is the likelier reason where a node is too small", () => {
    const seen = fault(judgePlacement([node("a", { taints: [gpu] }), node("b", { memory: "2Gi" })], stack()));
    expect(seen.cause).toContain("as much memory");
  });

  test("and its taint or label is the reason where no node is too small", () => {
    const windows = node("a", { labels: { "kubernetes.io/os": "windows" } });
    expect(fault(judgePlacement([windows], stack())).cause).toContain("has a taint");
  });

  test("in a cluster without nodes", () => {
    expect(fault(judgePlacement([], stack())).found).toBe("a cluster without nodes");
  });

  test("unless its values tolerate the taint", () => {
    const own = withLokiValues({ "singleBinary.tolerations": [{ key: gpu.key, operator: "Exists" }] });
    const tainted = node("a", { taints: [gpu] });
    expect(fault(judgePlacement([tainted], own)).expected).toContain("a node for alloy-events");
    expect(judgePlacement([tainted, node("b", { memory: "1Gi" })], own)).toBeNull();
  });
});

describe("a virtual node runs no agent", () => {
  test.each([
    ["of Fargate", { "eks.amazonaws.com/compute-type": "fargate" }],
    ["of a virtual kubelet", { type: "virtual-kubelet" }],
  ])("%s", (_, labels) => {
    const virtual = node("v", { labels: { "kubernetes.io/os": "linux", ...labels } });
    const { status, found, cause } = fault(judgePlacement([node("a"), virtual], stack()));
    expect([status, found]).toEqual(["broken", "virtual nodes: v"]);
    expect(cause).toContain("runs no pod of a DaemonSet");
  });

  test("and one of EC2 does", () => {
    const labels = { "kubernetes.io/os": "linux", "eks.amazonaws.com/compute-type": "ec2" };
    expect(judgePlacement([node("a", { labels })], stack())).toBeNull();
  });
});

describe("where no node will do", () => {
  test.each(POOLS)("and one has the label %s, an autoscaler may add another", (label) => {
    const pooled = node("b", { memory: "3Gi", labels: { "kubernetes.io/os": "linux", [label]: "default" } });
    const { status, cause } = fault(judgePlacement([node("a", { memory: "3Gi" }), pooled], stack()));
    expect(status).toBe("doubtful");
    expect(cause).toContain("belong to pools");
  });

  test("so it may where all that are there have a taint, as a pool for the system's pods has", () => {
    const labels = { "kubernetes.io/os": "linux", "kubernetes.azure.com/agentpool": "system" };
    const system = node("a", { labels, taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" }] });
    expect(fault(judgePlacement([system], stack())).status).toBe("doubtful");
  });
});
