import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { agentNodes, daemonSets, lokiPod, nodesToExamine, POOL_LABELS, shortage } from "../../src/preflight/pod-fit";
import { causes, scheduling } from "../../src/preflight/scheduling";
import type { RenderedStack } from "../../src/stack/rendered-stack";
import { stack, withAgentValues, withLokiValues } from "../checks/stacks";
import { fault, node, pod } from "./objects";

const gpu = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const controlPlane = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };
const windows = node("w", { labels: { "kubernetes.io/os": "windows" }, taints: [gpu] });
const small = pod({ memory: "1Mi", cpu: "1m" });

interface Props {
  readonly of?: RenderedStack;
  readonly podsOn?: (node: V1Node) => readonly V1Pod[];
}

/** The outcome for nodes with these pods. */
function analyze(nodes: readonly V1Node[], { of = stack(), podsOn = () => [] }: Props = {}) {
  const examined = nodesToExamine(nodes, of).map((each) => ({ node: each, others: podsOn(each) }));
  return scheduling.analyze({ nodes, examined, stack: of });
}

function several(count: number): readonly V1Node[] {
  return Array.from({ length: count }, (_, index) => node(`${index}`));
}

test("passes if one node can run Loki and all can run an agent", () => {
  expect(analyze([node("a"), node("b", { taints: [controlPlane] })]).status).toBe("pass");
});

test("fails for a taint that the agents' values do not tolerate", () => {
  const of = withAgentValues({ "controller.tolerations": [{ key: controlPlane.key, operator: "Exists" }] });
  const outcome = analyze([node("a"), node("b", { taints: [controlPlane, gpu] })], { of });
  const { status, got } = fault(outcome);
  expect([status, got]).toEqual(["fail", "alloy does not tolerate nvidia.com/gpu=true:NoSchedule"]);
  expect(outcome).toMatchObject({
    causes: [
      causes.notTolerated({ valuesFile: "values/alloy.yaml", taint: "nvidia.com/gpu=true:NoSchedule", node: "b" }),
    ],
  });
});

test("ignores the taint of a node's condition, which every DaemonSet tolerates", () => {
  const of = withAgentValues({ "controller.tolerations": [] });
  const cordoned = node("b", { taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] });
  expect(analyze([node("a"), cordoned], { of }).status).toBe("pass");
});

test("ignores the taint of a Windows node, which runs no agent", () => {
  const of = withAgentValues({ "controller.tolerations": [] });
  const tainted = node("w", {
    labels: { "kubernetes.io/os": "windows" },
    taints: [{ key: "os", value: "windows", effect: "NoSchedule" }],
  });
  expect(analyze([node("a"), tainted], { of }).status).toBe("pass");
});

describe("the fault that no node can run Loki", () => {
  const TAINT = "nvidia.com/gpu=true:NoSchedule";
  const LABEL = "kubernetes.io/os=linux";
  const NOT_READY = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
  const UNSCHEDULABLE = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
  const tainted = causes.tainted({ node: "a", taint: TAINT, pod: "loki" });
  const tooLittleMemory = causes.lokiTooLarge({ request: "4Gi", resource: "memory", setting: "memoryRequest" });

  test.each([
    ["every node has a taint", node("a", { taints: [gpu] }), `a: the taint ${TAINT}`, tainted],
    ["every node is cordoned", node("a", { cordoned: true }), "a: it is cordoned", causes.cordoned({ node: "a" })],
    [
      "every node is cordoned, and Kubernetes has set the taint",
      node("a", { cordoned: true, taints: [UNSCHEDULABLE] }),
      "a: it is cordoned",
      causes.cordoned({ node: "a" }),
    ],
    [
      "no node is ready",
      node("a", { taints: [NOT_READY] }),
      "a: the taint node.kubernetes.io/not-ready:NoSchedule",
      causes.condition({ node: "a", taint: "node.kubernetes.io/not-ready:NoSchedule" }),
    ],
    [
      "no node runs Linux",
      node("a", { labels: { "kubernetes.io/os": "windows" } }),
      `a: it has no label ${LABEL}`,
      causes.noLabel({ node: "a", label: LABEL, pod: "loki" }),
    ],
    ["no node has its memory", node("a", { memory: "4095Mi" }), "a: it has 4095Mi of memory", tooLittleMemory],
    [
      "no node has its CPU",
      node("a", { cpu: "249m" }),
      "a: it has 249m CPU",
      causes.lokiTooLarge({ request: "250m", resource: "CPU", setting: "cpuRequest" }),
    ],
  ])("has one cause if %s", (_, only, got, cause) => {
    const outcome = analyze([only]);
    expect(outcome).toMatchObject({ status: "fail", got, causes: [cause] });
    expect(fault(outcome).expected).toBe("a node for loki, which requests 4Gi of memory and 250m CPU");
  });

  test("has two causes if one node is too small and one is tainted, the size first", () => {
    expect(analyze([node("a", { taints: [gpu] }), node("b", { memory: "2Gi" })])).toMatchObject({
      causes: [tooLittleMemory, tainted],
    });
  });

  test("has two causes if the only node needs two changes", () => {
    expect(analyze([node("a", { taints: [gpu], memory: "2Gi" })])).toMatchObject({
      got: `a: the taint ${TAINT}, it has 2Gi of memory`,
      causes: [tooLittleMemory, tainted],
    });
  });

  test("has the size as its one cause if the tainted node is too small as well", () => {
    const nodes = [node("a", { taints: [gpu], memory: "2Gi" }), node("b", { memory: "2Gi" })];
    expect(analyze(nodes)).toMatchObject({ causes: [tooLittleMemory] });
  });

  test("has one cause if the cluster has no nodes", () => {
    expect(analyze([])).toMatchObject({ status: "fail", got: "a cluster without nodes", causes: [causes.noNode()] });
  });

  test("does not occur if Loki's values tolerate the taint", () => {
    const of = withLokiValues({ "singleBinary.tolerations": [{ key: gpu.key, operator: "Exists" }] });
    const only = node("a", { taints: [gpu] });
    expect(fault(analyze([only], { of })).expected).toContain("a node for alloy-events");
    expect(analyze([only, node("b", { memory: "1Gi" })], { of }).status).toBe("pass");
  });

  test("names the requests of alloy-events if only its pod fits on no node", () => {
    const of = withLokiValues({ "singleBinary.tolerations": [{ key: gpu.key, operator: "Exists" }] });
    const nodes = [node("a", { taints: [gpu] }), node("b", { memory: "63Mi" })];
    expect(fault(analyze(nodes, { of })).cause).toBe(
      "No available node has the 64Mi of memory that alloy-events requests.",
    );
  });
});

describe("a node", () => {
  test.each([
    ["on Fargate", { "eks.amazonaws.com/compute-type": "fargate" }],
    ["with a virtual kubelet", { type: "virtual-kubelet" }],
  ])("%s fails, because it is virtual and runs no agent", (_, labels) => {
    const virtual = node("v", { labels: { "kubernetes.io/os": "linux", ...labels } });
    expect(analyze([node("a"), virtual])).toMatchObject({
      status: "fail",
      got: "virtual nodes: v",
      causes: [causes.virtual({ node: "v" })],
    });
  });

  test("on EC2 passes, because it is not virtual", () => {
    const labels = { "kubernetes.io/os": "linux", "eks.amazonaws.com/compute-type": "ec2" };
    expect(analyze([node("a", { labels })]).status).toBe("pass");
  });
});

describe("a cluster in which no node can run Loki", () => {
  test.each(POOL_LABELS)("only warns if a node has the label %s, because an autoscaler may add another", (label) => {
    const pooled = node("b", { memory: "3Gi", labels: { "kubernetes.io/os": "linux", [label]: "default" } });
    const outcome = analyze([node("a", { memory: "3Gi" }), pooled]);
    expect(outcome).toMatchObject({
      status: "warn",
      causes: [causes.pooled({ node: "b", pool: `${label}=default` }), expect.anything()],
    });
    expect(fault(outcome).cause).toContain("belongs to the pool");
  });

  test("only warns if all existing nodes have the taint of a pool for the system's pods", () => {
    const labels = { "kubernetes.io/os": "linux", "kubernetes.azure.com/agentpool": "system" };
    const system = node("a", { labels, taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" }] });
    expect(fault(analyze([system])).status).toBe("warn");
  });
});

describe("the shortage of a node for Loki", () => {
  const five = node("a", { memory: "5Gi", cpu: "1" });
  const loki = [lokiPod(stack())];
  const detail = (...args: Parameters<typeof shortage>) => shortage(...args)?.detail ?? null;

  test.each([
    ["no pod", [], null],
    ["a pod that leaves enough", [pod({ memory: "1Gi", cpu: "100m" })], null],
    ["a pod with much memory", [pod({ memory: "1025Mi", cpu: "100m" })], "too little memory"],
    ["a pod with much CPU", [pod({ memory: "1Mi", cpu: "800m" })], "too little CPU"],
    ["a large pod that has ended", [pod({ memory: "4Gi", cpu: "800m", phase: "Succeeded" })], null],
  ])("has the right detail beside %s", (_, pods, lacks) => {
    expect(detail(five, pods, loki)).toBe(lacks);
  });

  test("includes the slots for pods", () => {
    const slots = node("a", { pods: "2" });
    expect(detail(slots, [small], loki)).toBeNull();
    expect(detail(slots, [small, small], loki)).toBe("2 of 2 pods");
  });

  test("includes the agents on the same node", () => {
    const both = [...daemonSets(stack()), ...loki];
    expect(detail(node("a", { memory: "4227Mi" }), [], both)).toBe("too little memory");
    expect(detail(node("a", { memory: "4228Mi" }), [], both)).toBeNull();
  });
});

describe("the nodes to examine", () => {
  test("are those that can run Loki, the largest first, and then those for agents", () => {
    const nodes = [node("a"), node("b", { taints: [gpu] }), node("c", { memory: "32Gi" }), windows];
    expect(nodesToExamine(nodes, stack()).map(({ metadata }) => metadata?.name)).toEqual(["c", "a", "b"]);
  });

  test("are limited in a large cluster", () => {
    expect(nodesToExamine(several(21), stack())).toHaveLength(20);
  });
});

describe("room", () => {
  test("is reported in numbers: agents run on Linux nodes", () => {
    expect(analyze([node("a"), windows])).toMatchObject({
      detail: "1 of 2 nodes have room for an agent, 1 for Loki",
      notes: ["cluster.nodes is 5, but the number of nodes for agents is 1"],
    });
  });

  test("is not claimed for nodes that were not examined", () => {
    expect(analyze(several(25))).toMatchObject({
      detail: "25 of 25 nodes can run an agent; 20 of them were examined and have room for it, 20 for Loki",
    });
  });

  const filling = { podsOn: () => [pod({ memory: "15Gi", cpu: "1" })] };

  test("for Loki that is missing on every node at the moment is a warning", () => {
    expect(analyze([node("a"), node("b"), node("c", { taints: [gpu] })], filling)).toMatchObject({
      status: "warn",
      got: "0 of 2 nodes have room at this moment",
      causes: [causes.noRoomForLoki({ resource: "memory" })],
    });
  });

  test("for Loki alone does not suffice, because an agent runs on the same node", () => {
    expect(analyze([node("a", { pods: "2" })])).toMatchObject({
      got: "0 of 1 nodes have room at this moment",
      causes: [causes.lokiTooLargeWithAgents({ resource: "pod slots" })],
    });
    expect(analyze([node("a", { pods: "3" })]).status).toBe("pass");
  });

  test("for Loki is searched on only the largest of many nodes", () => {
    expect(fault(analyze(several(25), filling)).got).toBe("0 of the 20 largest nodes have room at this moment");
  });

  test("for an agent is missing on a node without a free slot", () => {
    const full = node("b", { pods: "3" });
    expect(analyze([node("a"), full], { podsOn: (each) => (each === full ? [small, small] : []) })).toMatchObject({
      status: "warn",
      got: "b: 2 of 3 pods",
      expected: "room for alloy and sysctl-inotify on every node",
      causes: [causes.noRoom({ node: "b", resource: "pod slots" })],
    });
  });

  test("for an agent is missing on a node that is too small even without other pods", () => {
    expect(analyze([node("a"), node("b", { memory: "100Mi" })])).toMatchObject({
      got: "b: too little memory",
      causes: [causes.agentTooLarge({ node: "b", resource: "memory" })],
    });
  });
});

test("notes what main.ts does not declare about the nodes for agents", () => {
  const nodes = [node("a", { taints: [controlPlane] }), node("b", { taints: [gpu] }), node("c", { taints: [gpu] })];
  expect(agentNodes(nodes, stack())).toHaveLength(3);
  expect(analyze([...nodes, node("d")])).toMatchObject({
    notes: [
      "cluster.taints does not declare nvidia.com/gpu=true:NoSchedule",
      "cluster.nodes is 5, but the number of nodes for agents is 4",
    ],
  });
});
