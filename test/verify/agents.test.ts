import { HttpError, type HttpService } from "../../src/kube/http-service";
import { agentMetrics, joiningNodes, memoizedSettledNodes, settledNodes } from "../../src/verify/agents";
import { node } from "./objects";

describe("the nodes whose agents are expected to work", () => {
  const NOW = new Date("2026-01-02T03:10:00Z");
  const readyFor = (name: string, minutes: number) =>
    node(name, { readySince: new Date(NOW.getTime() - minutes * 60_000) });
  const old = readyFor("old", 60);
  const young = readyFor("young", 1);

  test("run Linux and are ready", () => {
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

  test("will include the ready Linux nodes that have just joined", () => {
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

describe("an agent's metrics", () => {
  const { signal } = new AbortController();
  const agent = (answer: (until: AbortSignal) => string): HttpService => ({
    at: "/agent",
    request: async (request) => answer(request.signal),
  });
  const failing = (status: number | null) =>
    agent(() => {
      throw new HttpError("/agent", status, "", true);
    });

  test("are read from its answer", async () => {
    const metrics = await agentMetrics(
      agent(() => "lines 3"),
      signal,
    );
    expect(metrics?.sum("lines")).toBe(3);
  });

  test.each([null, 500, 503])("are unknown if the answer is %s", async (status) => {
    expect(await agentMetrics(failing(status), signal)).toBeNull();
  });

  test.each([401, 403])("require permissions (%i)", async (status) => {
    await expect(agentMetrics(failing(status), signal)).rejects.toThrow(HttpError);
  });

  test("are requested with a signal that ends before the caller's", async () => {
    const timeout = jest.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort());
    const hanging = agent(({ aborted }) => {
      if (aborted) throw new HttpError("/agent", null, "no answer in time", true);
      return "";
    });
    expect(await agentMetrics(hanging, signal)).toBeNull();
    timeout.mockRestore();
  });

  test("are not reported as unknown after the caller's signal has ended", async () => {
    await expect(agentMetrics(failing(null), AbortSignal.abort())).rejects.toThrow(HttpError);
  });
});
