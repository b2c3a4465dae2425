import { joiningNodes, memoizedSettledNodes, settledNodes } from "../../src/verify/settled-nodes";
import { node } from "./objects";

describe("the nodes whose agents are expected to work", () => {
  const NOW = new Date("2026-01-02T03:10:00Z");
  const readyFor = (name: string, minutes: number) =>
    node(name, { readySince: new Date(NOW.getTime() - minutes * 60_000) });
  const old = readyFor("old", 60);
  const young = readyFor("young", 1);

  test("are those that run Linux and are ready", () => {
    const others = [node("away", { ready: false }), node("windows", { os: "windows" })];
    expect(settledNodes([old, ...others], NOW)).toEqual([old]);
  });

  test("exclude a node that has just joined", () => {
    const third = readyFor("after-3-minutes", 3);
    expect(settledNodes([old, young, third], NOW)).toEqual([old, third]);
  });

  test("are all ready nodes of a new cluster", () => {
    expect(settledNodes([young, readyFor("younger", 0)], NOW)).toEqual([young, readyFor("younger", 0)]);
  });

  test("include a node that does not report since when it is ready", () => {
    expect(settledNodes([node("untold"), young], NOW)).toEqual([node("untold")]);
  });

  test("exclude for now the ready Linux nodes that have just joined", () => {
    const nodes = [old, young, node("away", { ready: false }), node("windows", { os: "windows" })];
    expect(joiningNodes(nodes, settledNodes(nodes, NOW))).toEqual([young]);
  });

  test("are the same for every diagnostic, whenever it requests them", async () => {
    const requests: number[] = [];
    const nodes = memoizedSettledNodes(async () => {
      requests.push(1);
      return [old, young];
    });
    expect(await nodes()).toBe(await nodes());
    expect(requests).toHaveLength(1);
  });
});
