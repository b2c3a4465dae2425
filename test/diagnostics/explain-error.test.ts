import { filled } from "../../src/diagnostics/cause";
import type { Link } from "../../src/diagnostics/diagnostic";
import { explain, TROUBLES } from "../../src/diagnostics/explain-error";
import { type Broken, holds } from "../../src/diagnostics/outcome";
import { CredentialsError } from "../../src/kube/credentials";
import { ConnectionError } from "../../src/kube/http-request";
import { HttpError } from "../../src/kube/http-service";
import { Duration } from "../../src/units";

const own = { cause: "Its own cause.", next: "look" };

const link: Link<unknown> = {
  id: "loki-ready",
  title: "Loki is ready",
  after: [],
  failure: "loki",
  patience: Duration.seconds(1),
  access: () => [],
  creates: false,
  causes: [own],
  look: async () => holds("1"),
};

function explained(error: unknown): Broken {
  const outcome = explain(error, link);
  if (outcome.status !== "broken") throw new Error(`it is ${outcome.status}`);
  return outcome;
}

/** What docs/troubleshooting.md tells. */
const TOLD = TROUBLES.flatMap(({ causes }) => causes);

function likeliest(error: unknown): string {
  const { causes, names } = explained(error);
  const [first] = causes;
  if (first === undefined) throw new Error("it has no cause");
  expect(TOLD).toContain(first);
  const { cause, next } = filled(first, names);
  return `${cause} ${next}`;
}

/** An error of the client library, which can't be loaded here. */
function refusal(code: number, message: string): Error {
  const body = JSON.stringify({ kind: "Status", apiVersion: "v1", code, message, reason: "" });
  return Object.assign(new Error(`HTTP-Code: ${code}`), { code, body, headers: {} });
}

const AT = "/api/v1/namespaces/monitoring/services/loki:3100/proxy";

function ofProxy(code: number, message: string): HttpError {
  return new HttpError(AT, code, JSON.stringify({ kind: "Status", apiVersion: "v1", code, message }), true);
}

test.each([
  ["ECONNREFUSED", /isn't running/],
  ["EAI_AGAIN", /VPN\. getent hosts api\.example\.com$/],
  ["ETIMEDOUT", /https:\/\/api\.example\.com:6443\/version$/],
  ["CERT_HAS_EXPIRED", /certificate has expired/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /built anew/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /-connect api\.example\.com:6443/],
  ["ERR_WEB_PAGE", /login page/],
  ["HPE_INVALID_CONSTANT", /login page/],
  ["EPIPE", /starting again/],
])("%s is the API server's, with its cause", (code, cause) => {
  const error = new ConnectionError("https://api.example.com:6443", code, "the reason");
  expect(explained(error)).toMatchObject({
    failure: "unreachable",
    found: "https://api.example.com:6443: the reason",
  });
  expect(likeliest(error)).toMatch(cause);
  expect(explained(error).causes).not.toContain(own);
});

test.each(["Bad response: 407", "Proxy timeout"])(
  "%s is the proxy's, and no API server that starts again",
  (reason) => {
    const error = new ConnectionError("https://api.example.com:6443", "", reason);
    expect(likeliest(error)).toMatch(/proxy .* export NO_PROXY=\$NO_PROXY,api\.example\.com$/);
  },
);

test.each([
  ["spawn aws ENOENT", /isn't installed/],
  ["ENOENT: no such file or directory, open '/tmp/client.crt'", /token file that was moved/],
  ["The SSO session has expired", /isn't logged in/],
  ["nothing from the plugin within 12s: aws", /waits for a person/],
])("credentials that can't be had: %s", (message, cause) => {
  const error = new CredentialsError(message, message.startsWith("nothing from the plugin"));
  expect(explained(error)).toMatchObject({ failure: "unreachable", found: `no credentials: ${message}` });
  expect(likeliest(error)).toMatch(cause);
});

test("an unknown caller isn't reached, whatever the answer is called", () => {
  const unauthorized = Object.assign(new Error("HTTP-Code: 401"), { code: 401, body: undefined, headers: {} });
  expect(explained(unauthorized).failure).toBe("unreachable");
  expect(likeliest(unauthorized)).toMatch(/has expired/);
  const nobody = 'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group ""';
  expect(explained(refusal(403, nobody)).failure).toBe("unreachable");
});

test("what a role doesn't allow is named: what, where and to whom", () => {
  const message = (where: string) =>
    `pods is forbidden: User "jane" cannot list resource "pods" in API group "" ${where}`;
  expect(explained(refusal(403, message('in the namespace "web"')))).toMatchObject({
    failure: "access",
    found: '"jane" can\'t list pods in the namespace web',
  });
  expect(explained(refusal(403, message("at the cluster scope"))).found).toBe(
    '"jane" can\'t list pods in the whole cluster',
  );
  expect(likeliest(refusal(403, message("at the cluster scope")))).toMatch(/--rbac --subject User:jane$/);
});

test("who is refused is named as a shell takes it", () => {
  const message = 'pods is forbidden: User "kubernetes admin" cannot list resource "pods" in API group ""';
  expect(likeliest(refusal(403, message))).toMatch(/ --subject 'User:kubernetes admin'$/);
});

test("the same of the proxy is the API server's, and no failure of the service", () => {
  const message =
    'services "loki:3100" is forbidden: User "jane" cannot get resource "services/proxy" in API group "" in the namespace "monitoring"';
  expect(explained(ofProxy(403, message))).toMatchObject({
    failure: "access",
    found: '"jane" can\'t get services/proxy in the namespace monitoring',
  });
});

test("a pod that isn't let in is no matter of roles", () => {
  const error = refusal(403, 'pods "drill" is forbidden: exceeded quota: compute');
  expect(explained(error).failure).toBeUndefined();
  expect(likeliest(error)).toMatch(/npm run preflight$/);
});

test.each([
  [404, /deployed/],
  [409, /Another run/],
  [422, /policy/],
  [429, /more than it can answer/],
  [500, /etcd/],
])("the API server's %d has a cause", (code, cause) => {
  expect(explained(refusal(code, "words")).found).toBe(`${code}: words`);
  expect(likeliest(refusal(code, "words"))).toMatch(cause);
});

test.each([
  [404, 'services "loki" not found', /Nothing is deployed/],
  [503, 'no endpoints available for service "loki:3100"', /--namespace monitoring get pods/],
  [503, 'no service port 3100 found for service "loki"', /--namespace monitoring get service loki$/],
  [503, "error trying to reach service: dial tcp 10.0.0.1:3100: connect: connection refused", /has just ended/],
  [503, "error trying to reach service: dial tcp 10.0.0.1:3100: i/o timeout", /node is down/],
])("the proxy's %d is the link's failure: %s", (code, message, cause) => {
  const error = ofProxy(code, message);
  expect(explained(error)).toMatchObject({ found: message });
  expect(explained(error).failure).toBeUndefined();
  expect(likeliest(error)).toMatch(cause);
  expect(explained(error).causes).toContain(own);
});

test.each([
  [null, /breaks|ends/],
  [401, /who asks/],
  [404, /Another program/],
  [429, /limits/],
  [500, /logs service\/loki/],
  [400, /another version/],
])("a service's own %s has a cause", (status, cause) => {
  const error = new HttpError(AT, status, "first\n  second", false);
  expect(explained(error).found).toBe(`${AT}: ${status ?? "no answer"}: first second`);
  expect(likeliest(error)).toMatch(cause);
});

test("a page of text becomes one line that fits", () => {
  const { found } = explained(new HttpError(AT, 500, "x\n".repeat(10_000), false));
  expect(found).not.toContain("\n");
  expect(found.length).toBeLessThan(400);
});

test("a URL that isn't answered is asked for by itself", () => {
  expect(likeliest(new HttpError("http://loki.example.com", null, "why", false))).toMatch(
    /curl --max-time 10 http:\/\/loki\.example\.com$/,
  );
});

test("an end of the run says nothing of the cluster", () => {
  expect(explain(AbortSignal.abort().reason, link)).toEqual({
    status: "not-measured",
    why: "the run was ended before",
  });
});

test("what is no JSON, or comes too late, is told with the link's own causes", () => {
  expect(explained(new SyntaxError("Unexpected token <"))).toMatchObject({
    expected: "an answer in JSON",
    causes: [own],
  });
  expect(explained(new DOMException("late", "TimeoutError"))).toMatchObject({ causes: [own] });
});

test("a mistake in the program is no finding about the cluster", () => {
  const mistake = new TypeError("x is not a function");
  expect(() => explain(mistake, link)).toThrow(mistake);
});

test("every trouble is told once, and every cause has something to do next", () => {
  const titles = TROUBLES.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const { causes } of TROUBLES) {
    expect(causes.length).toBeGreaterThan(0);
    for (const { cause, next } of causes) expect([cause.endsWith("."), next.length > 0]).toEqual([true, true]);
  }
});

test("a kubelet that refuses the API server is no refusal of who asks", () => {
  const message = "Forbidden (user=apiserver, verb=get, resource=nodes, subresource=log) ( pods/log drill-0)";
  const error = Object.assign(new Error("403"), {
    code: 403,
    body: JSON.stringify({ kind: "Status", apiVersion: "v1", code: 403, message }),
  });
  expect(explained(error)).toMatchObject({ failure: "nodes", names: { user: "apiserver" } });
});
