import { joiningNodes, settledNodes, settledOnce } from "../../src/verify/kubernetes/agent-nodes";
import { node } from "./objects";

const NOW = new Date("2026-01-02T03:10:00Z");

function readyFor(name: string, minutes: number) {
  return node(name, { readySince: new Date(NOW.getTime() - minutes * 60_000) });
}

const old = readyFor("old", 60);
const young = readyFor("young", 1);

test("agents are expected on nodes that run Linux and are ready", () => {
  const others = [node("away", { ready: false }), node("windows", { os: "windows" })];
  expect(settledNodes([old, ...others], NOW)).toEqual([old]);
});

test("agents aren't expected yet on a node that has just joined", () => {
  expect(settledNodes([old, young, readyFor("after-3-minutes", 3)], NOW)).toEqual([
    old,
    readyFor("after-3-minutes", 3),
  ]);
});

test("agents are expected on every ready node of a cluster that has just begun", () => {
  expect(settledNodes([young, readyFor("younger", 0)], NOW)).toEqual([young, readyFor("younger", 0)]);
});

test("a node of which nobody knows since when it is ready has long been", () => {
  expect(settledNodes([node("untold"), young], NOW)).toEqual([node("untold")]);
});

test("who joins is ready, runs Linux, and isn't counted yet", () => {
  const nodes = [old, young, node("away", { ready: false }), node("windows", { os: "windows" })];
  expect(joiningNodes(nodes, settledNodes(nodes, NOW))).toEqual([young]);
});

test("every link means the same nodes, whenever it asks", async () => {
  const asked: number[] = [];
  const nodes = settledOnce(async () => {
    asked.push(1);
    return [old, young];
  });
  expect(await nodes()).toBe(await nodes());
  expect(asked).toHaveLength(1);
});
