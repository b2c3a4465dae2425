import type { Outcome } from "../../src/diagnostics/outcome";
import { DATASOURCE_LABELS } from "../../src/grafana/datasource";
import type { GrafanaModel } from "../../src/grafana/model";
import { directService, HttpError, type HttpService } from "../../src/kube/http-service";
import type { VerifyContext } from "../../src/verify/context";
import type { Answer } from "../../src/verify/grafana-datasource/answer";
import { askGrafana } from "../../src/verify/grafana-datasource/asked";
import {
  BEHIND_LOGIN,
  ENDED,
  ILL,
  LOKI_UNREACHED,
  NO_LABEL,
  NO_ROLE,
  NOT_FOUND_BY_SIDECAR,
  NOT_READ_AGAIN,
  OTHER_DATASOURCE,
  UNREACHED,
  WRONG_LOGIN,
  WRONG_PASSWORD,
} from "../../src/verify/grafana-datasource/causes";
import { judgeConfigMap } from "../../src/verify/grafana-datasource/judgement";
import { grafana } from "../../src/verify/links/grafana";
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

/** In the words of Grafana 12.4.0, of which it says more. */
function datasource(parts: object = {}): Answer {
  return { status: 200, text: JSON.stringify({ uid: "loki", name: "Loki", type: "loki", url: model.url, ...parts }) };
}
function said(status: number, words: object): Answer {
  return { status, text: JSON.stringify(words) };
}
const HEALTHY = said(200, { message: "Data source successfully connected.", status: "OK" });
const MISSING = said(404, { message: "Data source not found" });

/** A Grafana that gives these answers. */
function grafanaWith(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const request: HttpService["request"] = async ({ path }) => {
    asked.push(path);
    const { status, text } = answers[path] ?? { status: null, text: "nobody answers this" };
    if (status === 200) return text;
    throw new HttpError("", status, text, false);
  };
  return { asked, service: { at: "http://grafana.example.com/", request } };
}

function ask(answers: Readonly<Record<string, Answer>>): Promise<Outcome> {
  return askGrafana(grafanaWith(answers).service, model, signal);
}

function firstCause(outcome: Outcome | null) {
  return outcome !== null && "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("the datasource's ConfigMap", () => {
  test("is found by the sidecar", () => {
    expect(judgeConfigMap({ ...DATASOURCE_LABELS, team: "logs" })).toBeNull();
  });

  test("isn't deployed where there is none", () => {
    expect(judgeConfigMap(null)).toMatchObject({ status: "not-deployed", isAbsent: true });
  });

  test("isn't found without its label", () => {
    expect(firstCause(judgeConfigMap({ team: "logs" }))).toBe(NO_LABEL);
  });
});

describe("Grafana's datasource", () => {
  test("holds where Grafana has it and calls it healthy", async () => {
    const figure = 'uid "loki": Data source successfully connected.';
    expect(await ask({ [DATASOURCE]: datasource(), [HEALTH]: HEALTHY })).toMatchObject({ status: "holds", figure });
  });

  test.each<[string, Answer, object, string]>([
    ["no datasource of this uid", MISSING, NOT_FOUND_BY_SIDECAR, "Grafana has none"],
    [
      "a datasource of another name, to another Loki",
      datasource({ name: "Logs", url: "http://old:3100" }),
      OTHER_DATASOURCE,
      'uid "loki" is "Logs", of type loki at http://old:3100',
    ],
    [
      "a datasource of another type",
      datasource({ name: "Logs", type: "prometheus" }),
      OTHER_DATASOURCE,
      'uid "loki" is "Logs", of type prometheus at',
    ],
    ["the address of before", datasource({ url: "http://old:3100" }), NOT_READ_AGAIN, 'uid "loki" is "Loki"'],
    [
      "a wrong password",
      said(401, { message: "Invalid username or password", messageId: "password-auth.failed" }),
      WRONG_PASSWORD,
      "Grafana refuses (401): Invalid username or password",
    ],
    ["a wrong token", said(401, { message: "Invalid API key", messageId: "api-key.invalid" }), WRONG_LOGIN, "(401)"],
    ["an account without a role", said(403, { message: "You'll need additional permissions" }), NO_ROLE, "(403)"],
    ["a Grafana that fails", said(500, { message: "Internal Server Error" }), ILL, "Grafana fails (500)"],
    ["nobody who answers", { status: null, text: "connect ECONNREFUSED" }, UNREACHED, "no answer: connect ECONN"],
  ])("is broken for %s, and its health isn't asked for", async (_, answer, cause, found) => {
    const { asked, service } = grafanaWith({ [DATASOURCE]: answer });
    const outcome = await askGrafana(service, model, signal);
    expect(outcome).toMatchObject({ status: "broken", found: expect.stringContaining(found) });
    expect(firstCause(outcome)).toBe(cause);
    expect(asked).toEqual([DATASOURCE]);
  });

  test.each<[string, Answer]>([
    ["a redirect to a login page", { status: 302, text: "" }],
    ["a login page", { status: 200, text: "<html><body>Sign in</body></html>" }],
    ["a refusal in front of Grafana", { status: 401, text: "<html>401 Authorization Required</html>" }],
    ["Loki itself", { status: 404, text: "404 page not found\n" }],
    ["a path that Grafana doesn't have", said(404, { message: "Not found" })],
    ["another program's JSON", said(200, { status: "success" })],
    ["JSON that is no answer", { status: 200, text: "null" }],
    ["another program's JSON about a failure", said(400, { error: "bad request" })],
  ])("has another address where %s answers, which says nothing of Loki", async (_, answer) => {
    const outcome = await ask({ [DATASOURCE]: answer, [HEALTH]: HEALTHY });
    expect(outcome).toMatchObject({ status: "broken", found: expect.stringContaining("not Grafana's answer") });
    expect(firstCause(outcome)).toBe(BEHIND_LOGIN);
  });

  test("isn't running where a gateway says that nobody is behind it", async () => {
    expect(firstCause(await ask({ [DATASOURCE]: { status: 502, text: "<html>Bad Gateway</html>" } }))).toBe(ENDED);
  });

  test.each<[string, Answer, object]>([
    ["Loki isn't reached", said(400, { message: "Unable to connect with Loki.", status: "ERROR" }), LOKI_UNREACHED],
    ["the plugin is off", said(404, { message: "Plugin not registered", messageId: "plugin.notRegistered" }), ILL],
    ["Grafana can't say", said(500, { message: "Unable to load datasource metadata" }), ILL],
    ["a page answers", { status: 200, text: "<html>" }, BEHIND_LOGIN],
    ["another program answers", said(200, { health: "good" }), BEHIND_LOGIN],
    ["it doesn't answer in time", { status: null, text: "nothing in time" }, LOKI_UNREACHED],
  ])("is ill where %s", async (_, health, cause) => {
    expect(firstCause(await ask({ [DATASOURCE]: datasource(), [HEALTH]: health }))).toBe(cause);
  });

  test("is ill for a reason that Grafana's log has, in Grafana's namespace", async () => {
    const health = said(400, { message: "Unable to connect with Loki.", status: "ERROR" });
    const outcome = await ask({ [DATASOURCE]: datasource(), [HEALTH]: health });
    expect(outcome).toMatchObject({ names: { namespace: "observability" } });
    expect(firstCause(outcome)?.next).toMatch(/^kubectl .* logs .*--tail=-1 \| grep "Loki health check failed"$/);
  });

  test("is told by the name of the one that has its uid, which is to be deleted", async () => {
    const outcome = await ask({ [DATASOURCE]: datasource({ name: "Logs", url: "http://old:3100" }) });
    expect(outcome).toMatchObject({ names: { datasource: "Logs" } });
    expect(firstCause(outcome)?.next).toContain('delete "<datasource>" in Grafana');
  });

  test("is told with Grafana's address, which may end in a slash", async () => {
    expect(await ask({})).toMatchObject({ names: { "grafana-url": "http://grafana.example.com" } });
  });
});

test("Grafana is asked over HTTP, first for the datasource and then for its health", async () => {
  const asked: string[] = [];
  await withServer(
    ({ url = "" }, response) => {
      asked.push(url);
      response.end((url.endsWith("/health") ? HEALTHY : datasource()).text);
    },
    async (url) => {
      expect(await askGrafana(directService(`${url}/grafana`), model, signal)).toMatchObject({ status: "holds" });
    },
  );
  expect(asked).toEqual([`/grafana/${DATASOURCE}`, `/grafana/${HEALTH}`]);
});

test("a Grafana that says nothing is told as that once the time is over", async () => {
  await withSilence(async (url) => {
    const outcome = await askGrafana(directService(url), model, AbortSignal.timeout(50));
    expect(outcome).toMatchObject({ status: "broken", found: "no answer: nothing in time" });
  });
});

test("a run that somebody ends says nothing of Grafana", async () => {
  await withSilence(async (url, connected) => {
    const run = new AbortController();
    const asked = askGrafana(directService(url), model, run.signal);
    await connected;
    run.abort();
    await expect(asked).rejects.toBe(run.signal.reason);
  });
});

describe("the link", () => {
  const look = (labels: object, service: HttpService | null) => {
    const readNamespacedConfigMap = async () => ({ metadata: { labels } });
    const cluster = { core: () => ({ readNamespacedConfigMap }) };
    const context: VerifyContext = Object.assign(Object.create(null), {
      deployment: { model: { grafana: model } },
      cluster,
      grafana: service,
    });
    return grafana.look(context, signal);
  };

  test("doesn't measure where nobody said how to ask Grafana, and says how", async () => {
    expect(await look(DATASOURCE_LABELS, null)).toMatchObject({
      status: "not-measured",
      why: expect.stringMatching(/--grafana-url.*GRAFANA_TOKEN.*Viewer suffices/),
    });
  });

  test("asks Grafana where the sidecar finds the ConfigMap", async () => {
    const { service } = grafanaWith({ [DATASOURCE]: datasource(), [HEALTH]: HEALTHY });
    expect(await look(DATASOURCE_LABELS, service)).toMatchObject({ status: "holds" });
  });

  test("asks nobody where the sidecar doesn't", async () => {
    const { asked, service } = grafanaWith({});
    expect(firstCause(await look({}, service))).toBe(NO_LABEL);
    expect(asked).toEqual([]);
  });
});

test("Grafana has more time than it gives Loki itself, 30 s", () => {
  expect(grafana.patience.toSeconds()).toBeGreaterThan(30);
});

test("no cause leaves a person with a placeholder in its sentence", () => {
  expect(grafana.causes.filter(({ cause }) => cause.includes("<"))).toEqual([]);
});
