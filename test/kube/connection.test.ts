import { Agent } from "node:http";
import { Connection } from "../../src/kube/connection";
import { echo, withServer, withSilence } from "../helpers/server";

const signal = new AbortController().signal;
const GET = { method: "GET", headers: {}, body: undefined, signal };

test("prefers its credentials over a header of the same name", async () => {
  await withServer(echo, async (server) => {
    const connection = new Connection(server, async () => ({ headers: { Authorization: "Bearer own" } }));
    const headers = { Authorization: "Basic other" };
    const response = await connection.send({ ...GET, url: new URL(server), headers });
    expect(JSON.parse(response.text).headers.authorization).toBe("Bearer own");
  });
});

test("stops waiting for credentials when the signal aborts", async () => {
  const controller = new AbortController();
  const reason = new Error("interrupted");
  const connection = new Connection("https://api.example.com", () => new Promise(() => undefined));
  const response = connection.send({ ...GET, url: new URL("https://api.example.com"), signal: controller.signal });
  controller.abort(reason);
  await expect(response).rejects.toBe(reason);
});

test("retries a GET if the server has just closed the idle connection", async () => {
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

test("retries after the time in a busy API server's Retry-After, up to ten attempts", async () => {
  let requests = 0;
  await withServer(
    (_, response) => {
      requests += 1;
      response.writeHead(429, { "Retry-After": "0" }).end("busy");
    },
    async (server) => {
      const response = await new Connection(server, async () => ({})).send({ ...GET, url: new URL(server) });
      expect(response.status).toBe(429);
    },
  );
  expect(requests).toBe(10);
});

test("gives up on a host that never completes the connection", async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  await withSilence(async (url, connected) => {
    const server = url.replace("http:", "https:");
    const response = new Connection(server, async () => ({})).send({ ...GET, url: new URL(server) });
    void connected.then(() => jest.advanceTimersByTime(10_000));
    await expect(response).rejects.toMatchObject({ name: "ConnectionError", code: "ETIMEDOUT" });
  });
});

afterEach(() => jest.useRealTimers());
