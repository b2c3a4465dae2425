import { Connection } from "../../src/kube/connection";
import type { HttpService } from "../../src/kube/http-service";
import { proxiedService } from "../../src/kube/proxied";
import { echo, withServer } from "./server";

const signal = new AbortController().signal;

function loki(server: string): HttpService {
  const connection = new Connection(server, async () => ({ headers: { Authorization: "Bearer secret" } }));
  return proxiedService(connection, { namespace: "monitoring", kind: "services", name: "loki", port: 3100 });
}

const PROXY = "/api/v1/namespaces/monitoring/services/loki:3100/proxy";

test("a service is asked through the API server's proxy, with the kubeconfig's credentials", async () => {
  const query = { query: '{app="a b"} |= "x&y+z%"' };
  const answer = await withServer(echo, (url) => loki(url).request({ path: "loki/api/v1/query", query, signal }));
  const { url, headers } = JSON.parse(answer);
  expect(headers.authorization).toBe("Bearer secret");
  expect(url.startsWith(`${PROXY}/loki/api/v1/query?`)).toBe(true);
  expect(new URLSearchParams(url.split("?")[1]).get("query")).toBe(query.query);
});

test("a body is sent as JSON, also where a method usually has none", async () => {
  for (const method of ["POST", "DELETE"] as const) {
    const request = { path: "api/v2/silences", method, body: { comment: "ä" }, signal };
    const answer = JSON.parse(await withServer(echo, (url) => loki(url).request(request)));
    expect(answer).toMatchObject({ method, body: '{"comment":"ä"}' });
    expect(answer.headers["content-type"]).toBe("application/json");
  }
});

test("what the API server says of a service isn't taken for the service's own words", async () => {
  const text = JSON.stringify({ kind: "Status", apiVersion: "v1", code: 503, message: "no endpoints available" });
  await withServer(
    (_, response) => response.writeHead(503).end(text),
    (url) =>
      expect(loki(url).request({ path: "ready", signal })).rejects.toMatchObject({ status: 503, byProxy: true, text }),
  );
});

test("what the service says is its own", async () => {
  await withServer(
    (_, response) => response.writeHead(503).end("Ingester not ready: waiting for 15s after being ready"),
    (url) =>
      expect(loki(url).request({ path: "ready", signal })).rejects.toMatchObject({ status: 503, byProxy: false }),
  );
});

test("an answer that breaks off is the service's failure", async () => {
  await withServer(
    (_, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write("half", () => response.destroy());
    },
    (url) =>
      expect(loki(url).request({ path: "ready", signal })).rejects.toMatchObject({ name: "HttpError", status: null }),
  );
});

test("a service that the proxy waits for in vain is told apart from one that was never asked", async () => {
  const soon = AbortSignal.timeout(100);
  await withServer(
    () => {},
    (url) =>
      expect(loki(url).request({ path: "ready", signal: soon })).rejects.toMatchObject({
        name: "HttpError",
        status: null,
        byProxy: true,
      }),
  );
});

test("an API server that isn't there is no failure of the service", async () => {
  const gone = await withServer(echo, async (url) => url);
  await expect(loki(gone).request({ path: "ready", signal })).rejects.toMatchObject({
    name: "ConnectionError",
    code: "ECONNREFUSED",
    at: gone,
  });
});
