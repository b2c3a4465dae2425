import { HttpError, type HttpService } from "../../src/kube/http-service";
import { agentMetrics } from "../../src/verify/agents";

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
