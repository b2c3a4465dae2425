import { Agent } from "node:http";
import { Connection } from "../../src/kube/connection";
import { echo, withServer, withSilence } from "../helpers/server";

const signal = new AbortController().signal;
const GET = { method: "GET", headers: {}, body: undefined, signal };

test("credentials win over a header of the same name", async () => {
  await withServer(echo, async (server) => {
    const connection = new Connection(server, async () => ({ headers: { Authorization: "Bearer own" } }));
    const headers = { Authorization: "Basic other" };
    const answer = await connection.send({ ...GET, url: new URL(server), headers });
    expect(JSON.parse(answer.text).headers.authorization).toBe("Bearer own");
  });
});

test("a request that nobody wants any more doesn't wait for credentials", async () => {
  const ending = new AbortController();
  const reason = new Error("the run was ended");
  const connection = new Connection("https://api.example.com", () => new Promise(() => undefined));
  const answer = connection.send({ ...GET, url: new URL("https://api.example.com"), signal: ending.signal });
  ending.abort(reason);
  await expect(answer).rejects.toBe(reason);
});

test("a kept connection that the other side has just ended is no failure", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let requests = 0;
  await withServer(
    ({ socket }, response) => {
      requests += 1;
      if (requests === 2) socket.resetAndDestroy();
      else response.end("fine");
    },
    async (server) => {
      const connection = new Connection(server, async () => ({ agent }));
      const url = new URL(server);
      await connection.send({ ...GET, url });
      expect((await connection.send({ ...GET, url })).text).toBe("fine");
    },
  );
  expect(requests).toBe(3);
  agent.destroy();
});

test("an API server that is too busy is asked again when it says, and not for ever", async () => {
  let requests = 0;
  await withServer(
    (_, response) => {
      requests += 1;
      response.writeHead(429, { "Retry-After": "0" }).end("busy");
    },
    async (server) => {
      const answer = await new Connection(server, async () => ({})).send({ ...GET, url: new URL(server) });
      expect(answer.status).toBe(429);
    },
  );
  expect(requests).toBe(10);
});

test("a host that never finishes the connection is given up", async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  await withSilence(async (url, connected) => {
    const server = url.replace("http:", "https:");
    const answer = new Connection(server, async () => ({})).send({ ...GET, url: new URL(server) });
    void connected.then(() => jest.advanceTimersByTime(10_000));
    await expect(answer).rejects.toMatchObject({ name: "ConnectionError", code: "ETIMEDOUT" });
  });
});

afterEach(() => jest.useRealTimers());
