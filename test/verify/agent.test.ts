import { HttpError, type HttpService } from "../../src/kube/http-service";
import { agentMetrics } from "../../src/verify/agents/agent";

const { signal } = new AbortController();

function agent(answer: (signal: AbortSignal) => string): HttpService {
  return { at: "/agent", request: async (request) => answer(request.signal) };
}

function failing(status: number | null): HttpService {
  return agent(() => {
    throw new HttpError("/agent", status, "", true);
  });
}

describe("an agent's metrics", () => {
  test("are what it tells of itself", async () => {
    expect(
      (
        await agentMetrics(
          agent(() => "lines 3"),
          signal,
        )
      )?.sum("lines"),
    ).toBe(3);
  });

  test.each([null, 500, 503])("aren't known where it is answered with %s", async (status) => {
    expect(await agentMetrics(failing(status), signal)).toBeNull();
  });

  test.each([401, 403])("aren't given away for want of rights (%i)", async (status) => {
    await expect(agentMetrics(failing(status), signal)).rejects.toThrow(HttpError);
  });

  test("are asked for by a signal that ends before the caller's", async () => {
    const timeOut = jest.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort());
    const hanging = agent(({ aborted }) => {
      if (aborted) throw new HttpError("/agent", null, "nothing in time", true);
      return "";
    });
    expect(await agentMetrics(hanging, signal)).toBeNull();
    timeOut.mockRestore();
  });

  test("aren't called unknown once nobody waits for them", async () => {
    await expect(agentMetrics(failing(null), AbortSignal.abort())).rejects.toThrow(HttpError);
  });
});
