import { directService } from "../../src/kube/direct-service";
import { echo, withServer, withSilence } from "./server";

const signal = new AbortController().signal;

test("a URL keeps its path in front of what is asked", async () => {
  for (const end of ["/loki", "/loki/"]) {
    const answer = await withServer(echo, (url) => directService(`${url}${end}`).request({ path: "ready", signal }));
    expect(JSON.parse(answer).url).toBe("/loki/ready");
  }
});

test("headers are sent with every request", async () => {
  const headers = { Authorization: "Basic abc" };
  const answer = await withServer(echo, (url) => directService(url, headers).request({ path: "ready", signal }));
  expect(JSON.parse(answer).headers.authorization).toBe("Basic abc");
});

test("every status but 2xx is a failure, with what was said", async () => {
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

test("nothing at the URL is a failure without status", async () => {
  const gone = await withServer(echo, async (url) => url);
  const failure = { name: "HttpError", status: null, byProxy: false };
  await expect(directService(gone).request({ path: "x", signal })).rejects.toMatchObject(failure);
});

test("no answer in time is a failure of who stands at the URL", async () => {
  await withSilence((url) =>
    expect(directService(url).request({ path: "x", signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
      name: "HttpError",
      status: null,
      at: url,
    }),
  );
});

test("a request ends with its signal, for the signal's reason", async () => {
  const ending = new AbortController();
  const reason = new Error("the run was ended");
  await withSilence(async (url) => {
    const request = directService(url).request({ path: "x", signal: ending.signal });
    ending.abort(reason);
    await expect(request).rejects.toBe(reason);
  });
});
