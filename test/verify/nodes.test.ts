import { judgeNodes } from "../../src/verify/links/nodes";
import { exampleModel } from "../helpers/example";
import { node } from "./objects";

const GPU = { key: "dedicated", value: "gpu", effect: "NoSchedule" };
const declared = exampleModel({
  cluster: { nodes: 2, taints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }] },
}).cluster;

test("as many nodes as declared, with the taints that are declared", () => {
  expect(judgeNodes([node("a"), node("b", { taints: [GPU] })], declared)).toEqual({
    status: "holds",
    figure: "2 nodes, 1 tainted",
    notes: [],
  });
});

test("a taint that isn't declared is told once", () => {
  const taints = [GPU, { key: "ci", effect: "NoExecute" }];
  expect(judgeNodes([node("a", { taints }), node("b", { taints })], declared)).toMatchObject({
    status: "holds",
    notes: ["cluster.taints doesn't declare ci:NoExecute"],
  });
});

test("a taint by which Kubernetes tells a node's state is none of the plan's", () => {
  const cordoned = node("a", { taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] });
  cordoned.spec = { ...cordoned.spec, unschedulable: true };
  expect(judgeNodes([cordoned, node("b")], declared)).toMatchObject({
    status: "holds",
    figure: "2 nodes, 0 tainted",
    notes: ["cordoned: a"],
  });
});

test("fewer nodes than declared, and one of another system, are worth a note", () => {
  expect(judgeNodes([node("a", { os: "windows" })], declared)).toEqual({
    status: "holds",
    figure: "1 node, 0 tainted",
    notes: [
      "cluster.nodes declares 2: the plan is larger than it has to be",
      "not Linux, so no line of it is collected: a",
    ],
  });
});

test("more nodes than declared are doubtful: the plan was reckoned for fewer", () => {
  expect(judgeNodes([node("a"), node("b"), node("c")], declared)).toMatchObject({
    status: "doubtful",
    found: "3 nodes, 0 tainted",
    names: { nodes: "3" },
  });
});

test("a node that isn't ready is doubtful, and named", () => {
  expect(judgeNodes([node("a"), node("b", { ready: false })], declared)).toMatchObject({
    status: "doubtful",
    found: "not ready: b",
    names: { node: "b" },
  });
});

test("of many nodes that aren't ready some are named", () => {
  const away = Array.from({ length: 1_000 }, (_, index) => node(`n${index}`, { ready: false }));
  expect(judgeNodes([node("a"), ...away], declared)).toMatchObject({
    found: "not ready: n0, n1, n2, n3, n4 and 995 more",
  });
});

test("nothing can work where no node is ready, or none is there", () => {
  expect(judgeNodes([node("a", { ready: false })], declared)).toMatchObject({
    status: "broken",
    found: "not ready: a",
  });
  expect(judgeNodes([], declared)).toMatchObject({ status: "broken", found: "no node" });
});
