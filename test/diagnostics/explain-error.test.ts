import type { V1Pod, V1Service } from "@kubernetes/client-node";
import { explainError, REQUEST_ERRORS } from "../../src/diagnostics/explain-error";
import { endpointCause } from "../../src/diagnostics/explain-error/proxy-errors";
import type { Fail } from "../../src/diagnostics/outcome";
import { CredentialsError } from "../../src/kube/credentials";
import { ConnectionError } from "../../src/kube/http-request";
import { HttpError } from "../../src/kube/http-service";

/** A cluster on which no further request succeeds. */
const unreadable = {
  core: () => {
    throw new Error("not permitted");
  },
};

const PROPS = { command: "verify", cluster: unreadable, signal: new AbortController().signal };

async function explained(error: unknown): Promise<Fail> {
  const outcome = await explainError(error, PROPS);
  if (outcome.status !== "fail") throw new Error(`the status is ${outcome.status}`);
  return outcome;
}

async function causesOf(error: unknown): Promise<readonly string[]> {
  return (await explained(error)).causes.map(({ cause, next }) => `${cause} ${next}`);
}

/** An error of the client library, which cannot be loaded here. */
function statusError(code: number, message: string): Error {
  const body = JSON.stringify({ kind: "Status", apiVersion: "v1", code, message, reason: "" });
  return Object.assign(new Error(`HTTP-Code: ${code}`), { code, body, headers: {} });
}

const AT = "/api/v1/namespaces/monitoring/services/loki:3100/proxy";

function proxyError(code: number, message: string, at = AT): HttpError {
  return new HttpError(at, code, JSON.stringify({ kind: "Status", apiVersion: "v1", code, message }), true);
}

test.each([
  ["ECONNREFUSED", /is not running/],
  ["EAI_AGAIN", /VPN\. getent hosts api\.example\.com$/],
  ["ETIMEDOUT", /https:\/\/api\.example\.com:6443\/version$/],
  ["CERT_HAS_EXPIRED", /certificate expired/],
  ["CERT_NOT_YET_VALID", /clock is behind/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /rebuilt/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /-connect api\.example\.com:6443/],
  ["ERR_WEB_PAGE", /login page/],
  ["HPE_INVALID_CONSTANT", /login page/],
  ["EPIPE", /restarting/],
  ["ERR_OSSL_PEM_NO_START_LINE", /damaged/],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", /rejects the client certificate/],
  ["ENOBUFS", /has no explanation here.*api\.example\.com:6443\/version$/],
])("explains %s as an API server that is unreachable", async (code, cause) => {
  const error = new ConnectionError("https://api.example.com:6443", code, "the reason");
  expect(await explained(error)).toMatchObject({
    failure: "unreachable",
    got: "https://api.example.com:6443: the reason",
  });
  expect((await causesOf(error))[0]).toMatch(cause);
});

test("blames a tunnel for a refused loopback address, and the API server for any other", async () => {
  const refused = (at: string) => causesOf(new ConnectionError(at, "ECONNREFUSED", "refused"));
  expect((await refused("https://127.0.0.1:6443")).join()).toMatch(/tunnel/);
  expect((await refused("https://api.example.com:6443")).join()).not.toMatch(/tunnel/);
});

test.each([
  ["Bad response: 407", [/requires a user and a password/]],
  ["Bad response: 403", [/does not allow .*403.*export NO_PROXY=\$NO_PROXY,api\.example\.com$/, /wrong proxy/]],
  ["Proxy timeout", [/no route .*export NO_PROXY=\$NO_PROXY,api\.example\.com$/, /wrong proxy/]],
])("explains %s as the HTTP proxy's", async (reason, causes) => {
  const error = new ConnectionError("https://api.example.com:6443", "", reason);
  expect(await causesOf(error)).toEqual(causes.map((cause) => expect.stringMatching(cause)));
});

test.each([
  ["spawn aws ENOENT", /not installed/],
  ["ENOENT: no such file or directory, open '/tmp/client.crt'", /token file that does not exist/],
  ["The SSO session has expired", /not logged in/],
  ["no response from the plugin within 12s: aws", /waits for a user/],
])("explains why there are no credentials: %s", async (message, cause) => {
  const error = new CredentialsError(message, message.startsWith("no response from the plugin"));
  expect(await explained(error)).toMatchObject({ failure: "unreachable", got: `no credentials: ${message}` });
  expect((await causesOf(error))[0]).toMatch(cause);
});

test("explains rejected and missing credentials as an API server that is unreachable", async () => {
  const unauthorized = Object.assign(new Error("HTTP-Code: 401"), { code: 401, body: undefined, headers: {} });
  expect((await explained(unauthorized)).failure).toBe("unreachable");
  expect((await causesOf(unauthorized))[0]).toMatch(/expired/);
  const anonymous = 'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group ""';
  expect((await explained(statusError(403, anonymous))).failure).toBe("unreachable");
});

test("names what a role does not allow, where, and to whom", async () => {
  const message = (where: string) =>
    `pods is forbidden: User "jane" cannot list resource "pods" in API group "" ${where}`;
  expect(await explained(statusError(403, message('in the namespace "web"')))).toMatchObject({
    failure: "permissions",
    got: '"jane" can\'t list pods in the namespace web',
  });
  const everywhere = statusError(403, message("at the cluster scope"));
  expect((await explained(everywhere)).got).toBe('"jane" can\'t list pods in the whole cluster');
  expect((await causesOf(everywhere))[0]).toMatch(/npm run verify -- --rbac --subject User:jane$/);
});

test("quotes the subject for a shell", async () => {
  const message = 'pods is forbidden: User "kubernetes admin" cannot list resource "pods" in API group ""';
  expect((await causesOf(statusError(403, message)))[0]).toMatch(/ --subject 'User:kubernetes admin'$/);
});

test("explains a denied proxy request as the API server's, not the service's", async () => {
  const message =
    'services "loki:3100" is forbidden: User "jane" cannot get resource "services/proxy" in API group "" in the namespace "monitoring"';
  expect(await explained(proxyError(403, message))).toMatchObject({
    failure: "permissions",
    got: '"jane" can\'t get services/proxy in the namespace monitoring',
  });
});

test("explains a rejected pod without blaming a role", async () => {
  const error = statusError(403, 'pods "drill" is forbidden: exceeded quota: compute');
  expect((await explained(error)).failure).toBeUndefined();
  expect((await causesOf(error))[0]).toMatch(/npm run preflight$/);
});

test.each([
  [404, /deployed/],
  [409, /Another run/],
  [422, /policy/],
  [429, /than it can answer/],
  [500, /etcd/],
])("explains the API server's status %d", async (code, cause) => {
  expect((await explained(statusError(code, "words"))).got).toBe(`${code}: words`);
  expect((await causesOf(statusError(code, "words")))[0]).toMatch(cause);
});

test("names the webhook alone if the API server does", async () => {
  const message = 'Internal error occurred: failed calling webhook "validate.example.com"';
  expect(await causesOf(statusError(500, message))).toEqual([expect.stringContaining("admission webhook")]);
});

test.each([
  [404, 'services "loki" not found', /nothing is deployed/],
  [503, 'no endpoints available for service "loki:3100"', /--namespace monitoring get pods/],
  [503, 'no service port 3100 found for service "loki"', /--namespace monitoring get service loki /],
  [503, "error trying to reach service: dial tcp 10.0.0.1:3100: connect: connection refused", /just ended/],
  [503, "error trying to reach service: dial tcp 10.0.0.1:3100: i/o timeout", /node is down/],
])("explains the proxy's status %d with the diagnostic's own kind of failure: %s", async (code, message, cause) => {
  const error = proxyError(code, message);
  expect(await explained(error)).toMatchObject({ got: message });
  expect((await explained(error)).failure).toBeUndefined();
  expect((await causesOf(error))[0]).toMatch(cause);
});

test.each([
  [null, /ending/],
  [401, /requires credentials/],
  [404, /Another program/],
  [429, /limits/],
  [500, /logs service\/loki/],
  [400, /another version/],
])("explains a service's own status %s", async (status, cause) => {
  const error = new HttpError(AT, status, "first\n  second", false);
  expect((await explained(error)).got).toBe(`${AT}: ${status ?? "no answer"}: first second`);
  expect((await causesOf(error))[0]).toMatch(cause);
});

describe("a Service without endpoints", () => {
  const TARGET = { namespace: "monitoring", service: "alerts" };
  const service = (selector?: Record<string, string>): V1Service => ({ spec: { ...(selector && { selector }) } });
  const pod = (ready: boolean): V1Pod => ({
    metadata: { name: "alerts-0" },
    status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
  });

  test("has one cause, with its own address and no other service's port", async () => {
    const at = "/api/v1/namespaces/monitoring/services/alerts:9093/proxy";
    const { causes } = await explained(proxyError(503, 'no endpoints available for service "alerts:9093"', at));
    expect(causes).toHaveLength(1);
    expect(JSON.stringify(causes)).not.toMatch(/<|loki|3100/);
  });

  test.each<[string, Parameters<typeof endpointCause>[1], RegExp]>([
    [
      "a pod that is not ready",
      { service: service({ app: "alerts" }), pods: [pod(false)] },
      /pod alerts-0 is not ready/,
    ],
    ["a selector that matches no pod", { service: service({ app: "alerts" }), pods: [] }, /matches no pod/],
    ["no selector", { service: service(), pods: [] }, /has no selector/],
    ["a pod that just became ready", { service: service({ app: "alerts" }), pods: [pod(true)] }, /a moment ago/],
    [
      "a pod that is ending",
      {
        service: service({ app: "alerts" }),
        pods: [{ metadata: { ...pod(true).metadata, deletionTimestamp: new Date(0) } }],
      },
      /alerts-0 is ending/,
    ],
    ["a lack of permission to read it", null, /not ready, or the Service's selector/],
  ])("is explained by %s", (_, evidence, cause) => {
    expect(endpointCause(TARGET, evidence).cause).toMatch(cause);
  });

  test("is examined through the API server", async () => {
    const requests: object[] = [];
    const core = {
      readNamespacedService: async (request: object) => {
        requests.push(request);
        return service({ app: "alerts" });
      },
      listNamespacedPod: async (request: object) => {
        requests.push(request);
        return { items: [pod(false)] };
      },
    };
    const error = proxyError(503, 'no endpoints available for service "loki:3100"');
    const outcome = await explainError(error, { ...PROPS, cluster: { core: () => core } });
    expect(outcome).toMatchObject({ causes: [{ cause: "Its pod alerts-0 is not ready." }] });
    expect(requests).toEqual([
      { name: "loki", namespace: "monitoring" },
      { namespace: "monitoring", labelSelector: "app=alerts" },
    ]);
  });
});

test("shortens a long text to one line", async () => {
  const { got } = await explained(new HttpError(AT, 500, "x\n".repeat(10_000), false));
  expect(got).not.toContain("\n");
  expect(got.length).toBeLessThan(400);
});

test.each([null, 401, 404, 429, 500, 400])("names the URL of a service that answers %s there", async (status) => {
  const causes = await causesOf(new HttpError("http://loki.example.com", status, "why", false));
  expect(causes[0]).toMatch(/http:\/\/loki\.example\.com/);
  expect(causes.join()).not.toMatch(/<\w+>/);
});

test.each(["unable to verify the first certificate", "Hostname/IP does not match certificate's altnames"])(
  "blames only the certificate of a service's URL for: %s",
  async (reason) => {
    expect(await causesOf(new HttpError("https://loki.example.com", null, reason, false))).toEqual([
      expect.stringMatching(/rejects the certificate.*curl --verbose --max-time 10 https:\/\/loki\.example\.com$/),
    ]);
  },
);

test("limits the time to find a Service's pods", async () => {
  const signals: AbortSignal[] = [];
  const core = (signal: AbortSignal) => {
    signals.push(signal);
    return unreadable.core();
  };
  await explainError(proxyError(503, 'no endpoints available for service "loki:3100"'), {
    ...PROPS,
    cluster: { core },
  });
  expect(signals).toHaveLength(1);
  expect(signals).not.toContain(PROPS.signal);
});

test("skips a diagnostic if the run ends before its answer", async () => {
  expect(await explainError(AbortSignal.abort().reason, PROPS)).toEqual({
    status: "skipped",
    reason: "the run was interrupted",
  });
});

test("explains an answer that is not JSON, and one that comes too late", async () => {
  expect(await explained(new SyntaxError("Unexpected token <"))).toMatchObject({ expected: "an answer in JSON" });
  expect(await explained(new DOMException("late", "TimeoutError"))).toMatchObject({ got: "no answer in time" });
});

test("throws an error that is a bug of the program", async () => {
  const bug = new TypeError("x is not a function");
  await expect(explainError(bug, PROPS)).rejects.toThrow(bug);
});

test("has a unique title and a cause for every error", () => {
  const titles = REQUEST_ERRORS.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const { causes } of REQUEST_ERRORS) expect(Object.keys(causes).length).toBeGreaterThan(0);
});

test("explains a kubelet that denies the API server as a failure of nodes", async () => {
  const message = "Forbidden (user=apiserver, verb=get, resource=nodes, subresource=log) ( pods/log drill-0)";
  const error = Object.assign(new Error("403"), {
    code: 403,
    body: JSON.stringify({ kind: "Status", apiVersion: "v1", code: 403, message }),
  });
  expect(await explained(error)).toMatchObject({ failure: "nodes" });
  expect((await causesOf(error))[0]).toMatch(/--user apiserver$/);
});
