import { directService } from "../../src/live/direct";
import type { Model } from "../../src/model";
import { Duration } from "../../src/units";
import { alertmanagerMetrics, hasAlert, removeSilence, silence } from "../../src/verify/alertmanager";
import { FIRING, markerLine } from "../../src/verify/drill";
import { discarded } from "../../src/verify/loki/discarded";
import { notifierOf } from "../../src/verify/loki/notifier";
import { labelNames, labelValues, lokiMetrics, streamsWith, writing } from "../../src/verify/loki/queries";
import { hasRulerAlert, loadedRules, unreadableRules } from "../../src/verify/loki/ruler";
import { judgeReadiness } from "../../src/verify/loki-ready/judgement";
import { judgeNotifications } from "../../src/verify/notifications/judgement";
import { judgeRules } from "../../src/verify/rules/judgement";
import { exampleModel } from "../example";
import { nanoseconds } from "./loki-api";
import { RunningAlertmanager } from "./running-alertmanager";
import { RunningLoki } from "./running-loki";
import { describeWith, findTool } from "./tools";
import { until } from "./until";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "./with-loki";

const model = exampleModel();
const MARKER = "5f3f4f0e-2f6b-4f39-9d0b-7f2f2a1f0c11";
const LINES = Duration.minutes(10);
const FIRED = { seconds: 60 };
const { signal } = new AbortController();

const [loki, alertmanager] = [lokiForPods(), findTool("alertmanager")];
const found = loki !== null && alertmanager !== null ? { loki, alertmanager } : null;

describeWith(`What verify asks (${LOKI_IN_A_POD}, ALERTMANAGER_BINARY)`, found, (programs) => {
  let told: RunningAlertmanager;
  let running: RunningLoki;

  beforeAll(async () => {
    told = await RunningAlertmanager.start(programs.alertmanager);
    running = await RunningLoki.start({ binary: programs.loki, model, alertmanager: told.url });
    await silence(toldService(), { label: "marker", value: MARKER, length: LINES, comment: "a test" }, signal);
    await running.api.push([stream({ node: "node-1", container: FIRING }), stream({ node: "node-2", container: "x" })]);
  });

  afterAll(async () => {
    await running.remove();
    await told.remove();
  });

  const service = () => directService(running.api.url);
  const toldService = () => directService(told.url);

  test("Loki tells its version", async () => {
    const outcome = judgeReadiness({ state: "ready", metrics: await lokiMetrics(service(), signal) }, {}, 0);
    expect(outcome).toMatchObject({ status: "holds", figure: expect.stringContaining(model.loki.image.tag) });
  });

  test("labels and nodes of lines are found", async () => {
    expect(await labelNames(service(), LINES, signal)).toEqual(
      expect.arrayContaining(["namespace", "pod", "container", "node"]),
    );
    expect(await labelValues(service(), "node", LINES, signal)).toEqual(["node-1", "node-2"]);
  });

  test("the marker is found on the streams of every node with one query, and another's marker isn't", async () => {
    const query = (marker: string) => `{namespace="monitoring"} |= "${markerLine(marker)}"`;
    const streams = await streamsWith(service(), query(MARKER), LINES, signal);
    expect(streams.map(({ node }) => node).sort()).toEqual(["node-1", "node-2"]);
    expect(await streamsWith(service(), query("00000000"), LINES, signal)).toEqual([]);
  });

  test("the namespaces that have written are told, and not those whose lines are older", async () => {
    const old = { ...stream({ node: "node-1", container: "x" }), labels: { namespace: "silent" } };
    await running.api.push([{ ...old, entries: [[`${nanoseconds(Date.now() - 3_600_000)}`, "an hour ago"]] }]);
    expect([...(await writing(service(), "namespace", LINES, signal))]).toEqual(["monitoring"]);
    expect([...(await writing(service(), "namespace", Duration.hours(2), signal))].sort()).toEqual([
      "monitoring",
      "silent",
    ]);
  });

  test("what Loki refuses is counted by its reason", async () => {
    const before = discarded(await lokiMetrics(service(), signal));
    const old = stream({ node: "node-1", container: "x" });
    await running.api.post([{ ...old, entries: [[`${nanoseconds(Date.now() - 30 * 86_400_000)}`, "a month ago"]] }]);
    const now = discarded(await lokiMetrics(service(), signal));
    expect(before.get("greater_than_max_sample_age") ?? 0).toBe(0);
    expect(now.get("greater_than_max_sample_age")).toBe(1);
  });

  test("every rule that is synthesized is evaluated", async () => {
    const seen = { files: model.alerting.files, names: {}, unreadable: await unreadableRules(service(), signal) };
    expect(judgeRules({ ...seen, loaded: await loadedRules(service(), signal) })).toMatchObject({ status: "holds" });
  });

  test("the alert of a line is seen in Alertmanager though it is silenced", async () => {
    await until("the alert", FIRED, () => hasAlert(toldService(), "marker", MARKER, signal));
    expect(await hasAlert(toldService(), "marker", "00000000", signal)).toBe(false);
    expect(await hasRulerAlert(service(), "marker", MARKER, signal)).toBe(true);
  });

  test("a silence can be removed", async () => {
    const wanted = { label: "marker", value: "to-be-removed", length: LINES, comment: "a test" };
    const id = await silence(toldService(), wanted, signal);
    await removeSilence(toldService(), id, signal);
    const answer = await toldService().request({ path: `api/v2/silence/${id}`, signal });
    expect(JSON.parse(answer).status.state).toBe("expired");
  });

  test("notifications that all succeed hold", async () => {
    const metrics = {
      loki: await lokiMetrics(service(), signal),
      told: await alertmanagerMetrics(toldService(), signal),
    };
    const same = <T>(reading: T) => ({ before: reading, now: reading });
    expect(judgeNotifications({ loki: same(metrics.loki), alertmanager: same(metrics.told), names: {} })).toMatchObject(
      { status: "holds", figure: "none failed" },
    );
  });

  test.concurrent.each([
    ["no Alertmanager knows none", withoutAlertmanager(model), undefined, 0, 0],
    ["an Alertmanager that doesn't answer counts what it lost", model, "http://127.0.0.1:9", 1, 1],
  ])("a ruler with %s", async (_, its, address, addresses, lost) => {
    const props = { binary: programs.loki, model: its, ...(address !== undefined && { alertmanager: address }) };
    await withLoki(props, async ({ api }) => {
      await api.push([stream({ node: "node-1", container: FIRING })]);
      const asked = directService(api.url);
      await until("the rule fires", FIRED, () => hasRulerAlert(asked, "marker", MARKER, signal));
      const notifier = async () => notifierOf(await lokiMetrics(asked, signal));
      await until("it is counted", FIRED, async () => (await notifier()).lost >= lost);
      expect((await notifier()).addresses).toHaveLength(addresses);
    });
  });

  test.concurrent.each([
    ["a rule without a positive matcher is why no rule is loaded", bad('{namespace!="x"}'), /at least one/],
    ["no rule at all is no file that can't be read", "groups: []\n", null],
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
    labels: { namespace: "monitoring", pod: `drill-on-${node}`, container, node },
    entries: [[`${nanoseconds(Date.now())}`, markerLine(MARKER)]] as const,
  };
}

function withoutAlertmanager(its: Model): Model {
  return { ...its, alerting: { ...its.alerting, alertmanager: null } };
}

function bad(selector: string): string {
  return `groups: [{ name: bad, rules: [{ alert: Bad, expr: 'sum(count_over_time(${selector}[1m])) > 0' }] }]\n`;
}
