import { Connection } from "../../src/kube/connection";
import { directService, type HttpService, proxiedService } from "../../src/kube/http-service";
import { echo, withServer, withSilence } from "../helpers/server";

const signal = new AbortController().signal;

describe("a service at its own URL", () => {
  test("appends a request's path to that of the URL", async () => {
    for (const end of ["/loki", "/loki/"]) {
      const response = await withServer(echo, (url) =>
        directService(`${url}${end}`).request({ path: "ready", signal }),
      );
      expect(JSON.parse(response).url).toBe("/loki/ready");
    }
  });

  test("sends its headers with every request", async () => {
    const headers = { Authorization: "Basic abc" };
    const response = await withServer(echo, (url) => directService(url, headers).request({ path: "ready", signal }));
    expect(JSON.parse(response).headers.authorization).toBe("Basic abc");
  });

  test("throws an HttpError with the text of any response other than 2xx", async () => {
    for (const status of [302, 400, 500]) {
      await withServer(
        (_, response) => response.writeHead(status).end("why"),
        (url) =>
          expect(directService(url).request({ path: "x", signal })).rejects.toMatchObject({
            status,
            text: "why",
            at: url,
          }),
      );
    }
  });

  test("throws an HttpError without a status if nothing is listening", async () => {
    const gone = await withServer(echo, async (url) => url);
    const failure = { name: "HttpError", status: null, byProxy: false };
    await expect(directService(gone).request({ path: "x", signal })).rejects.toMatchObject(failure);
  });

  test("throws an HttpError without a status after the timeout", async () => {
    await withSilence((url) =>
      expect(directService(url).request({ path: "x", signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
        name: "HttpError",
        status: null,
        at: url,
      }),
    );
  });

  test("ends a request when the signal aborts, and throws the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("interrupted");
    await withSilence(async (url) => {
      const request = directService(url).request({ path: "x", signal: controller.signal });
      controller.abort(reason);
      await expect(request).rejects.toBe(reason);
    });
  });
});

describe("a service behind the API server's proxy", () => {
  function loki(server: string): HttpService {
    const connection = new Connection(server, async () => ({ headers: { Authorization: "Bearer secret" } }));
    return proxiedService(connection, { namespace: "monitoring", kind: "services", name: "loki", port: 3100 });
  }

  const PROXY = "/api/v1/namespaces/monitoring/services/loki:3100/proxy";

  test("sends requests to the API server's proxy, with the kubeconfig's credentials", async () => {
    const query = { query: '{app="a b"} |= "x&y+z%"' };
    const response = await withServer(echo, (url) => loki(url).request({ path: "loki/api/v1/query", query, signal }));
    const { url, headers } = JSON.parse(response);
    expect(headers.authorization).toBe("Bearer secret");
    expect(url.startsWith(`${PROXY}/loki/api/v1/query?`)).toBe(true);
    expect(new URLSearchParams(url.split("?")[1]).get("query")).toBe(query.query);
  });

  test("sends a body as JSON, even for methods that usually have none", async () => {
    for (const method of ["POST", "DELETE"] as const) {
      const request = { path: "api/v2/silences", method, body: { comment: "ä" }, signal };
      const response = JSON.parse(await withServer(echo, (url) => loki(url).request(request)));
      expect(response).toMatchObject({ method, body: '{"comment":"ä"}' });
      expect(response.headers["content-type"]).toBe("application/json");
    }
  });

  test("distinguishes an error of the proxy from a response of the service", async () => {
    const text = JSON.stringify({ kind: "Status", apiVersion: "v1", code: 503, message: "no endpoints available" });
    await withServer(
      (_, response) => response.writeHead(503).end(text),
      (url) =>
        expect(loki(url).request({ path: "ready", signal })).rejects.toMatchObject({
          status: 503,
          byProxy: true,
          text,
        }),
    );
  });

  test("attributes any other error to the service", async () => {
    await withServer(
      (_, response) => response.writeHead(503).end("Ingester not ready: waiting for 15s after being ready"),
      (url) =>
        expect(loki(url).request({ path: "ready", signal })).rejects.toMatchObject({ status: 503, byProxy: false }),
    );
  });

  test("attributes an interrupted response to the service", async () => {
    await withServer(
      (_, response) => {
        response.writeHead(200, { "Content-Length": "100" }).write("half", () => response.destroy());
      },
      (url) =>
        expect(loki(url).request({ path: "ready", signal })).rejects.toMatchObject({ name: "HttpError", status: null }),
    );
  });

  test("attributes a timeout to the proxy", async () => {
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

  test("throws a ConnectionError if the API server is unreachable", async () => {
    const gone = await withServer(echo, async (url) => url);
    await expect(loki(gone).request({ path: "ready", signal })).rejects.toMatchObject({
      name: "ConnectionError",
      code: "ECONNREFUSED",
      at: gone,
    });
  });
});
