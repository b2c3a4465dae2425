import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { notesOf } from "../../src/preflight/placement/notes";
import { agentNodes, daemonSets, lokiPlacement } from "../../src/preflight/placement/placements";
import { placesToAsk } from "../../src/preflight/placement/places";
import { judgeRoom } from "../../src/preflight/placement/room";
import { shortage } from "../../src/preflight/placement/shortage";
import { stack } from "../checks/stacks";
import { fault, node, pod } from "./objects";

const gpu = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const controlPlane = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };
const windows = node("w", { labels: { "kubernetes.io/os": "windows" }, taints: [gpu] });
const small = pod({ memory: "1Mi", cpu: "1m" });

function several(count: number): readonly V1Node[] {
  return Array.from({ length: count }, (_, index) => node(`${index}`));
}

describe("a node has room for Loki", () => {
  const five = node("a", { memory: "5Gi", cpu: "1" });
  const loki = [lokiPlacement(stack())];

  test.each([
    [[], null],
    [[pod({ memory: "1Gi", cpu: "100m" })], null],
    [[pod({ memory: "1025Mi", cpu: "100m" })], "too little memory"],
    [[pod({ memory: "1Mi", cpu: "800m" })], "too little CPU"],
    [[pod({ memory: "4Gi", cpu: "800m", phase: "Succeeded" })], null],
  ])("beside %j: %p", (pods, lacks) => {
    expect(shortage(five, pods, loki)).toBe(lacks);
  });

  test("only where a slot is free", () => {
    const slots = node("a", { pods: "2" });
    expect(shortage(slots, [small], loki)).toBeNull();
    expect(shortage(slots, [small, small], loki)).toBe("2 of 2 pods");
  });

  test("beside the agents that come with it", () => {
    const both = [...daemonSets(stack()), ...loki];
    expect(shortage(node("a", { memory: "4227Mi" }), [], both)).toBe("too little memory");
    expect(shortage(node("a", { memory: "4228Mi" }), [], both)).toBeNull();
  });
});

describe("nodes are asked for their pods", () => {
  test("where Loki can run, the largest first, and then where agents can", () => {
    const nodes = [node("a"), node("b", { taints: [gpu] }), node("c", { memory: "32Gi" }), windows];
    expect(placesToAsk(nodes, stack()).map(({ metadata }) => metadata?.name)).toEqual(["c", "a", "b"]);
  });

  test("and of a large cluster not every one", () => {
    expect(placesToAsk(several(21), stack())).toHaveLength(20);
  });
});

/** The judgement where those nodes are asked that would be, and have those pods. */
function judge(nodes: readonly V1Node[], podsOn: (node: V1Node) => readonly V1Pod[] = () => []) {
  const asked = placesToAsk(nodes, stack()).map((one) => ({ node: one, others: podsOn(one) }));
  return judgeRoom({ all: nodes, asked }, stack());
}

describe("room", () => {
  test("for all is told in figures: agents go to the nodes of Linux", () => {
    expect(judge([node("a"), windows])).toMatchObject({
      figure: "1 of 2 nodes have room for an agent, 1 for Loki",
      notes: ["cluster.nodes says 5, and there are 1"],
    });
  });

  test("on nodes that weren't asked isn't claimed", () => {
    expect(judge(several(25))).toMatchObject({
      figure: "25 of 25 nodes take an agent; 20 of them were asked and have room for it, 20 for Loki",
    });
  });

  const filling = [pod({ memory: "15Gi", cpu: "1" })];

  test("for Loki may be missing everywhere at this moment", () => {
    const nodes = [node("a"), node("b"), node("c", { taints: [gpu] })];
    const { status, found } = fault(judge(nodes, () => filling));
    expect([status, found]).toEqual(["doubtful", "none of 2 nodes has room at this moment"]);
  });

  test("for Loki alone is too little: an agent comes to its node too", () => {
    expect(fault(judge([node("a", { pods: "2" })])).found).toBe("none of 1 nodes has room at this moment");
    expect(judge([node("a", { pods: "3" })]).status).toBe("holds");
  });

  test("for Loki was looked for on the largest of many nodes", () => {
    expect(fault(judge(several(25), () => filling)).found).toBe("none of the 20 largest nodes has room at this moment");
  });

  test("for an agent is missing on a node without a free slot", () => {
    const full = node("b", { pods: "3" });
    const seen = fault(judge([node("a"), full], (one) => (one === full ? [small, small] : [])));
    expect(seen).toMatchObject({
      status: "doubtful",
      found: "b: 2 of 3 pods",
      expected: "room for alloy and sysctl-inotify on every node",
      names: { node: "b" },
    });
    expect(seen.cause).toContain("last slot");
  });
});

test("what main.ts could say of the cluster is told", () => {
  const nodes = [node("a", { taints: [controlPlane] }), node("b", { taints: [gpu] }), node("c", { taints: [gpu] })];
  expect(notesOf(agentNodes(nodes, stack()), stack())).toEqual([
    "not in cluster.taints: nvidia.com/gpu=true:NoSchedule",
    "cluster.nodes says 5, and there are 3",
  ]);
});
