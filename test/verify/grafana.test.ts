import type { Outcome } from "../../src/diagnostics/outcome";
import { DATASOURCE_LABELS } from "../../src/grafana/datasource";
import type { GrafanaModel } from "../../src/grafana/model";
import { directService, HttpError, type HttpService } from "../../src/kube/http-service";
import { causes, grafana } from "../../src/verify/grafana";
import { type Answer, collectAnswers } from "../../src/verify/grafana-answers";
import { exampleModel } from "../helpers/example";
import { withServer, withSilence } from "../helpers/server";

const model: GrafanaModel = {
  configMap: "grafana-loki-datasource",
  namespace: "observability",
  datasource: "Loki",
  uid: "loki",
  url: "http://loki.monitoring.svc.cluster.local:3100",
};
const DATASOURCE = "api/datasources/uid/loki";
const HEALTH = `${DATASOURCE}/health`;
const { signal } = new AbortController();

/** In the words of Grafana 12.4.0, shortened. */
function datasource(parts: object = {}): Answer {
  return { status: 200, text: JSON.stringify({ uid: "loki", name: "Loki", type: "loki", url: model.url, ...parts }) };
}
function json(status: number, words: object): Answer {
  return { status, text: JSON.stringify(words) };
}
const FACTS = { namespace: "observability", grafanaUrl: "http://grafana.example.com" };
const HEALTHY = json(200, { message: "Data source successfully connected.", status: "OK" });
const MISSING = json(404, { message: "Data source not found" });

/** A Grafana with these answers. */
function grafanaWith(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const request: HttpService["request"] = async ({ path }) => {
    asked.push(path);
    const { status, text } = answers[path] ?? { status: null, text: "connect ECONNREFUSED" };
    if (status === 200) return text;
    throw new HttpError("", status, text, false);
  };
  return { asked, service: { at: "http://grafana.example.com/", request } };
}

function analyzeLabels(labels: Readonly<Record<string, string>> | null): Outcome {
  return grafana.analyze({ model, labels, answers: null });
}

async function ask(service: HttpService, until = signal): Promise<Outcome> {
  return grafana.analyze({ model, labels: DATASOURCE_LABELS, answers: await collectAnswers(service, model, until) });
}

function outcomeOf(answers: Readonly<Record<string, Answer>>): Promise<Outcome> {
  return ask(grafanaWith(answers).service);
}

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("the datasource's ConfigMap", () => {
  test("is found by the sidecar", () => {
    expect(analyzeLabels({ ...DATASOURCE_LABELS, team: "logs" })).toMatchObject({ status: "skipped" });
  });

  test("is reported as not deployed if it does not exist", () => {
    expect(analyzeLabels(null)).toMatchObject({ status: "not-deployed", isAbsent: true });
  });

  test("is not found without its label", () => {
    expect(firstCause(analyzeLabels({ team: "logs" }))).toEqual(causes.noLabel());
  });
});

describe("Grafana's datasource", () => {
  test("passes if Grafana has it and reports it as healthy", async () => {
    const detail = 'uid "loki": Data source successfully connected.';
    expect(await outcomeOf({ [DATASOURCE]: datasource(), [HEALTH]: HEALTHY })).toMatchObject({
      status: "pass",
      detail,
    });
  });

  test.each<[string, Answer, object, string]>([
    ["no datasource of this uid", MISSING, causes.sidecar(), "Grafana does not have it"],
    [
      "a datasource of another name, to another Loki",
      datasource({ name: "Logs", url: "http://old:3100" }),
      causes.otherDatasource({ datasource: "Logs" }),
      'uid "loki" is "Logs", of type loki at http://old:3100',
    ],
    [
      "a datasource of another type",
      datasource({ name: "Logs", type: "prometheus" }),
      causes.otherDatasource({ datasource: "Logs" }),
      'uid "loki" is "Logs", of type prometheus at',
    ],
    ["an old address", datasource({ url: "http://old:3100" }), causes.notReloaded(FACTS), 'uid "loki" is "Loki"'],
    [
      "a wrong password",
      json(401, { message: "Invalid username or password", messageId: "password-auth.failed" }),
      causes.wrongPassword(),
      "Grafana rejects the credentials (401): Invalid username or password",
    ],
    [
      "a wrong token",
      json(401, { message: "Invalid API key", messageId: "api-key.invalid" }),
      causes.wrongToken(),
      "(401)",
    ],
    [
      "an account without a role",
      json(403, { message: "You'll need additional permissions" }),
      causes.noRole(),
      "(403)",
    ],
    [
      "a Grafana that fails",
      json(500, { message: "Internal Server Error" }),
      causes.failing(FACTS),
      "Grafana fails (500)",
    ],
    [
      "a name that does not resolve",
      { status: null, text: "getaddrinfo ENOTFOUND grafana.example.com" },
      causes.wrongUrl(FACTS),
      "no answer: getaddrinfo",
    ],
    [
      "an untrusted certificate",
      { status: null, text: "self-signed certificate in certificate chain" },
      causes.untrusted(),
      "no answer: self-signed",
    ],
    [
      "a certificate for another name",
      { status: null, text: "Hostname/IP does not match certificate's altnames: Host: grafana.example.com." },
      causes.invalidCertificate(FACTS),
      "no answer: Hostname",
    ],
    [
      "an expired certificate",
      { status: null, text: "certificate has expired" },
      causes.invalidCertificate(FACTS),
      "no answer: certificate",
    ],
    ["no answer", { status: null, text: "connect ECONNREFUSED" }, causes.wrongUrl(FACTS), "no answer: connect ECONN"],
  ])("fails for %s, and does not request the health", async (_, answer, cause, got) => {
    const { asked, service } = grafanaWith({ [DATASOURCE]: answer });
    const outcome = await ask(service);
    expect(outcome).toMatchObject({ status: "fail", got: expect.stringContaining(got) });
    expect(firstCause(outcome)).toEqual(cause);
    expect(asked).toEqual([DATASOURCE]);
  });

  test.each<[string, Answer, object]>([
    ["a redirect to a login page", { status: 302, text: "" }, causes.loginPage()],
    ["a login page", { status: 200, text: "<html><body>Sign in</body></html>" }, causes.loginPage()],
    [
      "a gateway that rejects the request",
      { status: 401, text: "<html>401 Authorization Required</html>" },
      causes.loginPage(),
    ],
    ["Loki itself", { status: 404, text: "404 page not found\n" }, causes.otherAddress(FACTS)],
    ["a path that Grafana does not have", json(404, { message: "Not found" }), causes.otherAddress(FACTS)],
    ["another program's JSON", json(200, { status: "success" }), causes.otherAddress(FACTS)],
    ["JSON without content", { status: 200, text: "null" }, causes.otherAddress(FACTS)],
    ["another program's JSON error", json(400, { error: "bad request" }), causes.otherAddress(FACTS)],
  ])("is not blamed if %s answers at Grafana's URL", async (_, answer, cause) => {
    const outcome = await outcomeOf({ [DATASOURCE]: answer, [HEALTH]: HEALTHY });
    expect(outcome).toMatchObject({ status: "fail", got: expect.stringContaining("not an answer of Grafana") });
    expect(firstCause(outcome)).toEqual(cause);
  });

  test("is not blamed if a gateway cannot reach Grafana", async () => {
    expect(firstCause(await outcomeOf({ [DATASOURCE]: { status: 502, text: "<html>Bad Gateway</html>" } }))).toEqual(
      causes.notRunning(FACTS),
    );
  });

  test.each<[string, Answer, object]>([
    [
      "Loki is unreachable",
      json(400, { message: "Unable to connect with Loki.", status: "ERROR" }),
      causes.lokiUnreachable(FACTS),
    ],
    [
      "the plugin is off",
      json(404, { message: "Plugin not registered", messageId: "plugin.notRegistered" }),
      causes.failing(FACTS),
    ],
    ["Grafana cannot tell", json(500, { message: "Unable to load datasource metadata" }), causes.failing(FACTS)],
    ["a page answers", { status: 200, text: "<html>" }, causes.loginPage()],
    ["another program answers", json(200, { health: "good" }), causes.otherAddress(FACTS)],
    ["it does not answer in time", { status: null, text: "no answer in time" }, causes.lokiUnreachable(FACTS)],
  ])("is unhealthy if %s", async (_, health, cause) => {
    expect(firstCause(await outcomeOf({ [DATASOURCE]: datasource(), [HEALTH]: health }))).toEqual(cause);
  });

  test("is unhealthy for a reason in Grafana's log, in Grafana's namespace", async () => {
    const health = json(400, { message: "Unable to connect with Loki.", status: "ERROR" });
    const outcome = await outcomeOf({ [DATASOURCE]: datasource(), [HEALTH]: health });
    expect(firstCause(outcome)?.next).toMatch(
      /^kubectl --namespace observability logs .*--tail=-1 \| grep "Loki health check failed"$/,
    );
  });

  test("is called by its name in Grafana if it must be deleted", async () => {
    const outcome = await outcomeOf({ [DATASOURCE]: datasource({ name: "Logs", url: "http://old:3100" }) });
    expect(firstCause(outcome)?.next).toContain('delete "Logs" in Grafana');
  });

  test("names Grafana's address without its final slash", async () => {
    expect(firstCause(await outcomeOf({}))?.next).toMatch(/ http:\/\/grafana\.example\.com\/api\/health$/);
  });
});

test("requests the datasource over HTTP, then its health", async () => {
  const asked: string[] = [];
  await withServer(
    ({ url = "" }, response) => {
      asked.push(url);
      response.end((url.endsWith("/health") ? HEALTHY : datasource()).text);
    },
    async (url) => {
      expect(await ask(directService(`${url}/grafana`))).toMatchObject({ status: "pass" });
    },
  );
  expect(asked).toEqual([`/grafana/${DATASOURCE}`, `/grafana/${HEALTH}`]);
});

test("reports that Grafana does not answer within the timeout", async () => {
  await withSilence(async (url) => {
    const outcome = await ask(directService(url), AbortSignal.timeout(50));
    expect(outcome).toMatchObject({ status: "fail", got: "no answer: timed out" });
  });
});

test("throws the reason of an aborted run", async () => {
  await withSilence(async (url, connected) => {
    const run = new AbortController();
    const asked = ask(directService(url), run.signal);
    await connected;
    run.abort();
    await expect(asked).rejects.toBe(run.signal.reason);
  });
});

describe("the diagnostic grafana", () => {
  const run = (labels: Record<string, string>, service: HttpService | null) => {
    const readNamespacedConfigMap = async () => ({ metadata: { labels } });
    const cluster = { core: () => ({ readNamespacedConfigMap }) };
    const stack = { model: { ...exampleModel(), grafana: model } };
    return grafana.run({ stack, cluster, grafana: service }, signal);
  };

  test("is skipped without Grafana's URL, and explains how to pass it", async () => {
    expect(await run(DATASOURCE_LABELS, null)).toMatchObject({
      status: "skipped",
      reason: expect.stringMatching(/--grafana-url.*GRAFANA_TOKEN.*role Viewer/),
    });
  });

  test("requests Grafana if the sidecar finds the ConfigMap", async () => {
    const { service } = grafanaWith({ [DATASOURCE]: datasource(), [HEALTH]: HEALTHY });
    expect(await run(DATASOURCE_LABELS, service)).toMatchObject({ status: "pass" });
  });

  test("requests nothing if the sidecar does not find the ConfigMap", async () => {
    const { asked, service } = grafanaWith({});
    expect(firstCause(await run({}, service))).toEqual(causes.noLabel());
    expect(asked).toEqual([]);
  });
});

test("gives Grafana more time than Grafana gives Loki (30 s)", () => {
  expect(grafana.timeout.toSeconds()).toBeGreaterThan(30);
});

test("uses only the names of datasources as placeholders in causes", () => {
  const withPlaceholder = Object.entries(causes).filter(([, { template }]) => template.cause.includes("<"));
  expect(withPlaceholder.map(([name]) => name)).toEqual(["otherDatasource"]);
});
