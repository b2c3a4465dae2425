import { causes, nodes } from "../../src/verify/nodes";
import { exampleModel } from "../helpers/example";
import { node } from "./objects";

const GPU = { key: "dedicated", value: "gpu", effect: "NoSchedule" };
const { cluster } = exampleModel({
  cluster: { nodes: 2, taints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }] },
});

function analyze(...all: Parameters<typeof nodes.analyze>[0]["nodes"]) {
  return nodes.analyze({ nodes: all, cluster });
}

test("passes with the declared number of nodes and declared taints", () => {
  expect(analyze(node("a"), node("b", { taints: [GPU] }))).toEqual({
    status: "pass",
    detail: "2 nodes, 1 tainted",
    notes: [],
  });
});

test("notes an undeclared taint once", () => {
  const taints = [GPU, { key: "ci", effect: "NoExecute" }];
  expect(analyze(node("a", { taints }), node("b", { taints }))).toMatchObject({
    status: "pass",
    notes: ["cluster.taints does not declare ci:NoExecute"],
  });
});

test("ignores the taints by which Kubernetes reports a node's state", () => {
  const cordoned = node("a", { taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] });
  cordoned.spec = { ...cordoned.spec, unschedulable: true };
  expect(analyze(cordoned, node("b"))).toMatchObject({
    status: "pass",
    detail: "2 nodes, 0 tainted",
    notes: ["cordoned: a"],
  });
});

test("notes fewer nodes than declared, and nodes with another operating system", () => {
  expect(analyze(node("a", { os: "windows" }))).toEqual({
    status: "pass",
    detail: "1 node, 0 tainted",
    notes: [
      "cluster.nodes is 2: the stack is larger than it needs to be",
      "not Linux, so no line is collected from: a",
    ],
  });
});

test("warns about more nodes than declared", () => {
  expect(analyze(node("a"), node("b"), node("c"))).toMatchObject({
    status: "warn",
    got: "3 nodes, 0 tainted",
    causes: [causes.moreNodes({ nodes: 3 })],
  });
});

test("warns about a node that is not ready, and names it", () => {
  expect(analyze(node("a"), node("b", { ready: false }))).toMatchObject({
    status: "warn",
    got: "not ready: b",
    causes: [causes.notReady({ node: "b" })],
  });
});

test("names some of many nodes that are not ready", () => {
  const unready = Array.from({ length: 1_000 }, (_, index) => node(`n${index}`, { ready: false }));
  expect(analyze(node("a"), ...unready)).toMatchObject({
    got: "not ready: n0, n1, n2, n3, n4 and 995 more",
  });
});

test("fails if no node is ready, or there is none", () => {
  expect(analyze(node("a", { ready: false }))).toMatchObject({ status: "fail", got: "not ready: a" });
  expect(analyze()).toMatchObject({ status: "fail", got: "no node" });
});
