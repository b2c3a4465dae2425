import type { CoreV1Api } from "@kubernetes/client-node";
import { inOwnNamespace } from "../../src/preflight/own-namespace";

const { signal } = new AbortController();

/** An answer of the API server that is a refusal, as the client library throws it. */
function refusal(code: number): Error {
  const body = JSON.stringify({ kind: "Status", apiVersion: "v1", code, message: "", reason: "" });
  return Object.assign(new Error(`HTTP-Code: ${code}`), { code, body, headers: {} });
}

/** A cluster of which only whether it has the namespace is asked. */
function cluster(readNamespace: () => Promise<object>) {
  const core = Object.assign(Object.create(null), { readNamespace });
  return { core: (): CoreV1Api => core };
}

const there = cluster(async () => ({}));
const missing = cluster(() => Promise.reject(refusal(404)));
const hidden = cluster(() => Promise.reject(refusal(403)));
const made = { name: "logs", create: true };

function ask(of: ReturnType<typeof cluster>, code: number, namespace = made) {
  return inOwnNamespace(of, namespace, signal)(Promise.reject(refusal(code)));
}

test("an answer is the answer", async () => {
  expect(await inOwnNamespace(there, made, signal)(Promise.resolve("claim"))).toBe("claim");
});

test("what isn't there is null", async () => {
  expect(await ask(there, 404)).toBeNull();
});

test("a refusal in a namespace that isn't there yet hides nothing", async () => {
  expect(await ask(missing, 403)).toBeNull();
});

test.each([
  ["is there", there, made],
  ["may not be asked for", hidden, made],
  ["has to be there, as the plan doesn't make it", missing, { ...made, create: false }],
])("a refusal in a namespace that %s is one", async (_, of, namespace) => {
  await expect(ask(of, 403, namespace)).rejects.toMatchObject({ code: 403 });
});

test("another failure is one, whatever is there", async () => {
  await expect(ask(missing, 500)).rejects.toMatchObject({ code: 500 });
});
