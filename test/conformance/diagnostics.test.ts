import { FIRING, markerLine } from "../../src/alerting/log-path-drill";
import type { AlertmanagerModel } from "../../src/alerting/model";
import { directService } from "../../src/kube/http-service";
import type { Model } from "../../src/model";
import { Duration } from "../../src/units";
import { alertmanagerMetrics, alertsWith, createSilence, removeSilence } from "../../src/verify/alertmanager-client";
import { namesOf } from "../../src/verify/context";
import {
  discarded,
  hasRulerAlert,
  labelNames,
  labelValues,
  loadedRules,
  lokiMetrics,
  Notation,
  notifierOf,
  streamsWith,
  unreadableRules,
} from "../../src/verify/loki";
import { lokiReady } from "../../src/verify/loki-ready";
import { namespacesWithLines } from "../../src/verify/namespaces";
import { notifications } from "../../src/verify/notifications";
import { collectRules, rules as rulesDiagnostic } from "../../src/verify/rules";
import { RunningAlertmanager } from "../components/alertmanager";
import { describeWith, findTool } from "../components/available";
import { LOKI_IN_A_POD, lokiForPods, RunningLoki, withLoki } from "../components/loki";
import { nanoseconds } from "../components/loki-api";
import { until } from "../components/until";
import { exampleModel } from "../helpers/example";
import { LOADED } from "../logql/corpus";

const model = exampleModel();
const names = namesOf(model);
const MARKER = "5f3f4f0e-2f6b-4f39-9d0b-7f2f2a1f0c11";
const LINES = Duration.minutes(10);
const FIRED = { seconds: 60 };
const { signal } = new AbortController();

const [loki, alertmanager] = [lokiForPods(), findTool("alertmanager")];
const found = loki !== null && alertmanager !== null ? { loki, alertmanager } : null;

describeWith(`The requests of verify (${LOKI_IN_A_POD}, ALERTMANAGER_BINARY)`, found, (programs) => {
  let notified: RunningAlertmanager;
  let running: RunningLoki;

  beforeAll(async () => {
    notified = await RunningAlertmanager.start(programs.alertmanager);
    running = await RunningLoki.start({ binary: programs.loki, model, alertmanager: notified.url });
    await createSilence(
      alertmanagerService(),
      { label: "marker", value: MARKER, length: LINES, comment: "a test" },
      signal,
    );
    await running.api.push([stream({ node: "node-1", container: FIRING }), stream({ node: "node-2", container: "x" })]);
  });

  afterAll(async () => {
    await running.remove();
    await notified.remove();
  });

  const service = () => directService(running.api.url);
  const alertmanagerService = () => directService(notified.url);

  test("reads Loki's version", async () => {
    const outcome = lokiReady.analyze({
      readiness: { state: "ready", metrics: await lokiMetrics(service(), signal) },
      pod: null,
      now: new Date(0),
      namespace: "logs",
      lokiPod: "loki-0",
    });
    expect(outcome).toMatchObject({ status: "pass", detail: expect.stringContaining(model.loki.image.tag) });
  });

  test("finds the label names and nodes of lines", async () => {
    expect(await labelNames(service(), LINES, signal)).toEqual(
      expect.arrayContaining(["namespace", "pod", "container", "node"]),
    );
    expect(await labelValues(service(), "node", LINES, signal)).toEqual(["node-1", "node-2"]);
  });

  test("finds the marker on the streams of every node with one query, and no other marker", async () => {
    const query = (marker: string) => `{namespace="monitoring"} |= "${markerLine(marker)}"`;
    const streams = await streamsWith(service(), query(MARKER), LINES, signal);
    expect(streams.map(({ node }) => node).sort()).toEqual(["node-1", "node-2"]);
    expect(await streamsWith(service(), query("00000000"), LINES, signal)).toEqual([]);
  });

  test("finds the namespaces with recent lines of pods, and not those with only older lines or events", async () => {
    const { labels, entries } = stream({ node: "node-1", container: "x" });
    const hourAgo = `${nanoseconds(Date.now() - 3_600_000)}`;
    await running.api.push([
      { labels: { ...labels, namespace: "silent" }, entries: [[hourAgo, "an hour ago"]] },
      {
        labels: { job: "kubernetes-events" },
        entries: entries.map(([time, line]) => [time, line, { namespace: "events-alone" }]),
      },
    ]);
    const namespaces = ["monitoring", "silent", "events-alone"];
    expect([...(await namespacesWithLines(service(), namespaces, signal))]).toEqual(["monitoring"]);
  });

  test("counts rejected lines by reason", async () => {
    const before = discarded(await lokiMetrics(service(), signal));
    const old = stream({ node: "node-1", container: "x" });
    await running.api.post([{ ...old, entries: [[`${nanoseconds(Date.now() - 30 * 86_400_000)}`, "a month ago"]] }]);
    const now = discarded(await lokiMetrics(service(), signal));
    expect(before.get("greater_than_max_sample_age") ?? 0).toBe(0);
    expect(now.get("greater_than_max_sample_age")).toBe(1);
  });

  test("finds every synthesized rule evaluated", async () => {
    const known = { files: model.alerting.files, secondsUp: 0, hasConfigMap: true, secondsUnchanged: null, names };
    const evidence = await collectRules(service(), known, signal);
    expect(rulesDiagnostic.analyze(evidence)).toMatchObject({ status: "pass" });
  });

  test("finds the alert of a line in Alertmanager, though it is silenced", async () => {
    const alertsOf = (marker: string) => alertsWith(alertmanagerService(), "marker", marker, signal);
    await until("the alert arrives", FIRED, async () => (await alertsOf(MARKER)).length > 0);
    for (const time of await alertsOf(MARKER)) expect(time.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await alertsOf("00000000")).toEqual([]);
    expect(await hasRulerAlert(service(), "marker", MARKER, signal)).toBe(true);
  });

  test("removes a silence", async () => {
    const expected = { label: "marker", value: "to-be-removed", length: LINES, comment: "a test" };
    const id = await createSilence(alertmanagerService(), expected, signal);
    await removeSilence(alertmanagerService(), id, signal);
    const answer = await alertmanagerService().request({ path: `api/v2/silence/${id}`, signal });
    expect(JSON.parse(answer).status.state).toBe("expired");
  });

  test("accepts notifications that all succeeded", async () => {
    const same = <T>(reading: T) => ({ before: reading, now: reading });
    const outcome = notifications.analyze({
      alertmanager: alertmanagerOf(model),
      names,
      loki: same(await lokiMetrics(service(), signal)),
      replica: same(await alertmanagerMetrics(alertmanagerService(), signal)),
    });
    expect(outcome).toMatchObject({ status: "pass", detail: "none attempted in 10s" });
  });

  test.concurrent.each([
    ["finds no address without an Alertmanager", withoutAlertmanager(model), undefined, 0, 0],
    ["counts the alerts lost to an unreachable Alertmanager", model, "http://127.0.0.1:9", 1, 1],
  ])("%s", async (_, its, address, addresses, lost) => {
    const props = { binary: programs.loki, model: its, ...(address !== undefined && { alertmanager: address }) };
    await withLoki(props, async ({ api }) => {
      await api.push([stream({ node: "node-1", container: FIRING })]);
      const requested = directService(api.url);
      await until("the rule fires", FIRED, () => hasRulerAlert(requested, "marker", MARKER, signal));
      const notifier = async () => notifierOf(await lokiMetrics(requested, signal));
      await until("Loki counts it", FIRED, async () => (await notifier()).lost >= lost);
      expect((await notifier()).addresses).toHaveLength(addresses);
    });
  });

  test.concurrent('finds rules loaded with another query or another "for"', async () => {
    const { files } = model.alerting;
    const edited = (text: string) => text.replace("for: 5m", "for: 6m").replace('marker!=""', 'marker!="x"');
    const rules = Object.fromEntries(files.map(({ name, text }) => [name, edited(text)]));
    await withLoki({ binary: programs.loki, model, rules }, async ({ api }) => {
      const evidence = await collectRules(
        directService(api.url),
        { files, secondsUp: 0, hasConfigMap: true, secondsUnchanged: null, names },
        signal,
      );
      const got = `${evidence.loaded.length} rules; not as synthesized: HighErrorRate, LogPathDrill`;
      expect(rulesDiagnostic.analyze(evidence)).toMatchObject({ status: "fail", got });
    });
  });

  test.concurrent("normalizes every query like the ruler, if Loki can parse its own output", async () => {
    const its = { ...model, alerting: { ...model.alerting, files: [] } };
    const rules = LOADED.map((expr, index) => ({ alert: `Rule${index}`, expr }));
    const text = JSON.stringify({ groups: [{ name: "forms", interval: "1h", rules }] });
    await withLoki({ binary: programs.loki, model: its, rules: { "forms.yaml": text } }, async ({ api }) => {
      const loki = directService(api.url);
      await until(
        "the ruler loads the rules",
        FIRED,
        async () => (await loadedRules(loki, signal)).length === LOADED.length,
      );
      const pairs = (await loadedRules(loki, signal)).map(({ query }, index) => [LOADED[index] ?? "", query] as const);
      const queries = await new Notation(loki).of(pairs.flat(), signal);
      const unread = pairs.filter(([, loaded]) => !queries.has(loaded));
      expect(unread).toEqual([['{é="x"}', '{"é"="x"}']]);
      const others = pairs.filter((pair) => !unread.includes(pair) && queries.get(pair[0]) !== queries.get(pair[1]));
      expect(others).toEqual([]);
    });
  });

  test.concurrent.each([
    [
      "reports a rule without a positive matcher as the reason that no rule is loaded",
      bad('{namespace!="x"}'),
      /at least one/,
    ],
    ["reports no unreadable file without any rule", "groups: []\n", null],
  ])("%s", async (_, text, says) => {
    const rules = { "log.yaml": text };
    const its = { ...model, alerting: { ...model.alerting, files: [] } };
    await withLoki({ binary: programs.loki, model: its, rules }, async ({ api }) => {
      const unreadable = await unreadableRules(directService(api.url), signal);
      if (says === null) expect(unreadable).toBeNull();
      else expect(unreadable).toMatch(says);
      expect(await loadedRules(directService(api.url), signal)).toEqual([]);
    });
  });
});

function stream({ node, container }: { readonly node: string; readonly container: string }) {
  return {
    labels: { namespace: "monitoring", pod: `drill-on-${node}`, container, node, log_collection: "drill" },
    entries: [[`${nanoseconds(Date.now())}`, markerLine(MARKER)]] as const,
  };
}

function alertmanagerOf({ alerting }: Model): AlertmanagerModel {
  if (alerting.alertmanager === null) throw new Error("the example has no Alertmanager");
  return alerting.alertmanager;
}

function withoutAlertmanager(its: Model): Model {
  return { ...its, alerting: { ...its.alerting, alertmanager: null } };
}

function bad(selector: string): string {
  return `groups: [{ name: bad, rules: [{ alert: Bad, expr: 'sum(count_over_time(${selector}[1m])) > 0' }] }]\n`;
}
