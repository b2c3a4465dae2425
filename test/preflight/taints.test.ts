import { hasRoom } from "../../src/preflight/placement";
import { lokiPlacement } from "../../src/preflight/placements";
import { judgeTaints } from "../../src/preflight/taints/judgement";
import { judgeRoom, notesOf, placesFor } from "../../src/preflight/taints/room";
import { deployment, withAgentValues, withLokiValues } from "../checks/deployments";
import { fault, node, pod } from "./objects";

const gpu = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const controlPlane = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };

test("one node without a taint is enough for Loki, and agents run on all", () => {
  expect(judgeTaints([node("a"), node("b", { taints: [controlPlane] })], deployment())).toBeNull();
});

test("a taint that the agents' values don't tolerate takes a node from them", () => {
  const own = withAgentValues({ "controller.tolerations": [{ key: controlPlane.key, operator: "Exists" }] });
  const { status, found } = fault(judgeTaints([node("a"), node("b", { taints: [controlPlane, gpu] })], own));
  expect([status, found]).toEqual(["broken", "alloy doesn't tolerate nvidia.com/gpu=true:NoSchedule"]);
});

test("a state of a node, which Kubernetes tells by a taint, every DaemonSet tolerates", () => {
  const own = withAgentValues({ "controller.tolerations": [] });
  const cordoned = node("b", { taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] });
  expect(judgeTaints([node("a"), cordoned], own)).toBeNull();
});

test("a taint of a Windows node keeps no agent away", () => {
  const own = withAgentValues({ "controller.tolerations": [] });
  const windows = node("w", {
    labels: { "kubernetes.io/os": "windows" },
    taints: [{ key: "os", value: "windows", effect: "NoSchedule" }],
  });
  expect(judgeTaints([node("a"), windows], own)).toBeNull();
});

describe("Loki finds no node", () => {
  test.each([
    ["with a taint on all", node("a", { taints: [gpu] }), "a: the taint nvidia.com/gpu=true:NoSchedule"],
    ["that is all cordoned", node("a", { cordoned: true }), "a: it is cordoned"],
    ["of Linux", node("a", { labels: { "kubernetes.io/os": "windows" } }), "a: it has no label kubernetes.io/os=linux"],
    ["with its memory", node("a", { memory: "4095Mi" }), "a: it has 4095Mi of memory"],
    ["with its processor time", node("a", { cpu: "249m" }), "a: it has 249m CPU"],
  ])("%s", (_, only, found) => {
    const seen = fault(judgeTaints([only], deployment()));
    expect([seen.status, seen.found]).toEqual(["broken", found]);
    expect(seen.wanted).toBe("a node for loki, which asks for 4Gi of memory and 250m CPU");
  });

  test("and size is the likelier reason where a node is too small", () => {
    const seen = fault(judgeTaints([node("a", { taints: [gpu] }), node("b", { memory: "2Gi" })], deployment()));
    expect(seen.cause).toContain("as much memory");
  });

  test("and its taint or label is the reason where no node is too small", () => {
    const windows = node("a", { labels: { "kubernetes.io/os": "windows" } });
    expect(fault(judgeTaints([windows], deployment())).cause).toContain("has a taint");
  });

  test("in a cluster without nodes", () => {
    expect(fault(judgeTaints([], deployment())).found).toBe("a cluster without nodes");
  });

  test("unless its values tolerate the taint", () => {
    const own = withLokiValues({ "singleBinary.tolerations": [{ key: gpu.key, operator: "Exists" }] });
    const tainted = node("a", { taints: [gpu] });
    expect(fault(judgeTaints([tainted], own)).wanted).toContain("a node for alloy-events");
    expect(judgeTaints([tainted, node("b", { memory: "1Gi" })], own)).toBeNull();
  });
});

describe("a node has room for Loki", () => {
  const five = node("a", { memory: "5Gi", cpu: "1" });
  const placement = lokiPlacement(deployment());

  test.each([
    [[], true],
    [[pod({ memory: "1Gi", cpu: "100m" })], true],
    [[pod({ memory: "1025Mi", cpu: "100m" })], false],
    [[pod({ memory: "1Mi", cpu: "800m" })], false],
    [[pod({ memory: "4Gi", cpu: "800m", phase: "Succeeded" })], true],
  ])("beside %j: %p", (pods, room) => {
    expect(hasRoom(five, pods, placement)).toBe(room);
  });
});

describe("room is looked for", () => {
  const placement = lokiPlacement(deployment());

  test("on the nodes where Loki can run, the largest first", () => {
    const nodes = [node("a"), node("b", { taints: [gpu] }), node("c", { memory: "32Gi" })];
    expect(placesFor(placement, nodes).largest.map(({ metadata }) => metadata?.name)).toEqual(["c", "a"]);
  });

  test("and not on every node of a large cluster, which is said where none has it", () => {
    const places = placesFor(
      placement,
      Array.from({ length: 25 }, (_, index) => node(`${index}`)),
    );
    expect(places.largest).toHaveLength(20);
    expect(fault(judgeRoom(places, false, deployment())).found).toBe(
      "none of the 20 largest nodes has room at this moment",
    );
  });

  test("and nothing is said of the largest where all were asked", () => {
    const places = placesFor(placement, [node("a"), node("b"), node("c", { taints: [gpu] })]);
    expect(fault(judgeRoom(places, false, deployment())).found).toBe("none of 2 nodes has room at this moment");
  });

  test("and where it is found, the nodes that take an agent are counted: those of Linux", () => {
    const nodes = [node("a"), node("w", { labels: { "kubernetes.io/os": "windows" }, taints: [gpu] })];
    expect(judgeRoom(placesFor(placement, nodes), true, deployment())).toMatchObject({
      figure: "1 of 2 nodes take an agent, Loki fits on 1",
      notes: ["cluster.nodes says 5, and there are 1"],
    });
  });
});

test("what main.ts could say of the cluster is told", () => {
  const nodes = [node("a", { taints: [controlPlane] }), node("b", { taints: [gpu] }), node("c", { taints: [gpu] })];
  expect(notesOf(nodes, deployment())).toEqual([
    "not in cluster.taints: nvidia.com/gpu=true:NoSchedule",
    "cluster.nodes says 5, and there are 3",
  ]);
});
