import type { CoreV1Api } from "@kubernetes/client-node";
import { inOwnNamespace } from "../../src/preflight/context";

const { signal } = new AbortController();

/** An error of the API server, as the client library throws it. */
function apiError(code: number): Error {
  const body = JSON.stringify({ kind: "Status", apiVersion: "v1", code, message: "", reason: "" });
  return Object.assign(new Error(`HTTP-Code: ${code}`), { code, body, headers: {} });
}

/** A cluster that answers only whether it has the namespace. */
function cluster(readNamespace: () => Promise<object>) {
  const core = Object.assign(Object.create(null), { readNamespace });
  return { core: (): CoreV1Api => core };
}

const existing = cluster(async () => ({}));
const missing = cluster(() => Promise.reject(apiError(404)));
const hidden = cluster(() => Promise.reject(apiError(403)));
const created = { name: "logs", create: true };

function request(from: ReturnType<typeof cluster>, code: number, namespace = created) {
  return inOwnNamespace(from, namespace, signal)(Promise.reject(apiError(code)));
}

test("returns the answer of a request", async () => {
  expect(await inOwnNamespace(existing, created, signal)(Promise.resolve("claim"))).toBe("claim");
});

test("returns null for an object that does not exist", async () => {
  expect(await request(existing, 404)).toBeNull();
});

test("returns null if the API server denies a request in a namespace that does not exist yet", async () => {
  expect(await request(missing, 403)).toBeNull();
});

test.each([
  ["exists", existing, created],
  ["cannot be read", hidden, created],
  ["must exist, because the stack does not create it", missing, { ...created, create: false }],
])("throws if the API server denies a request in a namespace that %s", async (_, from, namespace) => {
  await expect(request(from, 403, namespace)).rejects.toMatchObject({ code: 403 });
});

test("throws any other error", async () => {
  await expect(request(missing, 500)).rejects.toMatchObject({ code: 500 });
});
