import { readPodLog } from "../../src/kube/pod-log";

/** Returns an error of the client library, which Jest can't load. */
function apiError(code: number): Error {
  const body = JSON.stringify({ kind: "Status", apiVersion: "v1", code, message: "no", reason: "" });
  return Object.assign(new Error(`HTTP-Code: ${code}`), { code, body, headers: {} });
}

test.each([401, 403, 429])(
  "throws if the API server rejects the request (%i), because that affects every pod",
  async (code) => {
    const error = apiError(code);
    const core = { readNamespacedPodLog: () => Promise.reject(error) };
    await expect(readPodLog(core, { namespace: "web", name: "web-1" })).rejects.toBe(error);
  },
);
