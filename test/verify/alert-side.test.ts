import { DATASOURCE_LABELS } from "../../src/grafana/datasource";
import type { HttpRequest } from "../../src/live/http-service";
import { Metrics } from "../../src/live/metrics";
import type { Outcome } from "../../src/live/outcome";
import { FIRING, type Probe } from "../../src/verify/drill";
import {
  ANOTHER,
  type DrillSeen,
  judgeDrill,
  NO_ALERTMANAGER,
  NO_RULER_ALERT,
  type RulerSeen,
  WRONG_ADDRESS,
} from "../../src/verify/drill-alert/judgement";
import { rulerSeen } from "../../src/verify/drill-alert/ruler";
import {
  type DatasourceSeen,
  judgeDatasource,
  LOKI_UNREACHED,
  NO_LABEL,
  NOT_FOUND_BY_SIDECAR,
  WRONG_LOGIN,
} from "../../src/verify/grafana-datasource/judgement";
import { notifierSince } from "../../src/verify/loki/notifier";
import type { LoadedRule } from "../../src/verify/loki/ruler";
import { judgeNotifications, LOKI_FAILS, NOT_TOLD, RECEIVER_FAILS } from "../../src/verify/notifications/judgement";
import { readAgain } from "../../src/verify/notifications/replica";
import { FAILING, judgeRules, NOT_YET, UNREADABLE } from "../../src/verify/rules/judgement";
import { exampleModel } from "../example";

const { files } = exampleModel().alerting;

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("the ruler's rules", () => {
  const loaded: readonly LoadedRule[] = files.flatMap(({ name: file, groups }) =>
    groups.flatMap((group) =>
      group.rules.map(({ name, annotations }) => ({
        file,
        group: group.name,
        name,
        health: "ok",
        lastError: "",
        annotations: Object.fromEntries(annotations.map((text) => [text.name, text.text.value])),
      })),
    ),
  );
  const judge = (rules: readonly LoadedRule[], unreadable: string | null = null) =>
    judgeRules({ files, loaded: rules, unreadable, names: {} });
  const changed = (parts: Partial<LoadedRule>) =>
    loaded.map((rule) => (rule.name === "OOMKilled" ? { ...rule, ...parts } : rule));

  test("hold where each is loaded", () => {
    expect(judge(loaded)).toMatchObject({ status: "holds", figure: `${loaded.length} of ${loaded.length} rules` });
  });

  test("that are missing are named, and may come within two minutes", () => {
    const outcome = judge(loaded.filter(({ name }) => name !== "OOMKilled"));
    expect(outcome).toMatchObject({ status: "broken", found: expect.stringContaining("OOMKilled") });
    expect(firstCause(outcome)).toBe(NOT_YET);
    expect(NOT_YET.cause).toContain("two minutes");
  });

  test("of before a change are named", () => {
    expect(judge(changed({ annotations: {} }))).toMatchObject({ found: expect.stringContaining("OOMKilled") });
  });

  test("that can't be read are told in the ruler's words", () => {
    const outcome = judge([], "queries require at least one\nregexp or equality matcher");
    expect(outcome).toMatchObject({ found: "queries require at least one regexp or equality matcher" });
    expect(firstCause(outcome)).toBe(UNREADABLE);
  });

  test("that fail are told with their error, and those not yet evaluated are not", () => {
    const outcome = judge(changed({ health: "err", lastError: "maximum of series" }));
    expect(outcome).toMatchObject({ status: "broken", found: "OOMKilled: maximum of series" });
    expect(firstCause(outcome)).toBe(FAILING);
    expect(judge(changed({ health: "unknown" }))).toMatchObject({ status: "holds" });
  });

  test("that aren't here are doubtful", () => {
    const other = { file: "other.yaml", group: "x", name: "Other", health: "ok", lastError: "", annotations: {} };
    expect(judge([...loaded, other])).toMatchObject({ status: "doubtful", found: "1 more: Other" });
  });
});

describe("the drill's alert", () => {
  const firing: Probe = { node: "a", pod: "p", container: FIRING, wroteAt: 1_000, text: "", problem: null };
  const judge = (parts: Partial<DrillSeen>) =>
    judgeDrill({ firing, seenAt: null, atOnce: false, ruler: null, names: { namespace: "logs" }, ...parts });
  const fired = (addresses: readonly string[], lost = 0): RulerSeen => ({
    hasFired: true,
    notifier: { addresses, lost },
  });

  test("holds with the time from line to alert", () => {
    expect(judge({ seenAt: 5_250 })).toMatchObject({ status: "holds", figure: "4.3 s" });
  });

  test("isn't measured where its line couldn't be written, which says nothing of alerts", () => {
    const idle = { ...firing, wroteAt: null, problem: "ErrImagePull" };
    expect(judge({ firing: idle })).toEqual({ status: "not-measured", why: "no line on a: ErrImagePull" });
    expect(judge({ firing: null })).toMatchObject({ status: "not-measured" });
  });

  test("is looked for in the ruler with what that has lost in this run", async () => {
    const alerts = '{ "data": { "alerts": [{ "labels": { "marker": "m" } }] } }';
    const now = `${PREFIX}_sent_total{alertmanager="http://x"} 9\n${PREFIX}_dropped_total 7`;
    const asked = { at: "", request: async ({ path }: HttpRequest) => (path === "metrics" ? now : alerts) };
    const context = { loki: asked, lokiBefore: async () => loki(5) };
    const seen = await rulerSeen(context, "m", new AbortController().signal);
    expect(seen).toEqual({ hasFired: true, notifier: { addresses: ["http://x"], lost: 2 } });
  });

  test("that was there at the first look has taken at most so long", () => {
    expect(judge({ seenAt: 5_000, atOnce: true })).toMatchObject({ figure: "at most 4.0 s" });
  });

  test.each<[string, Partial<DrillSeen>, object, string]>([
    ["a rule that doesn't fire", { ruler: { ...fired(["x"]), hasFired: false } }, NO_RULER_ALERT, "doesn't fire"],
    ["a ruler without Alertmanager", { ruler: fired([]) }, NO_ALERTMANAGER, "the ruler has none"],
    ["a wrong address", { ruler: fired(["http://x:9093"], 2) }, WRONG_ADDRESS, "2 alerts failed on http://x:9093"],
    ["another Alertmanager", { ruler: fired(["http://x:9093"]) }, ANOTHER, "http://x:9093 took it"],
  ])("is missed for %s", (_, parts, cause, found) => {
    const outcome = judge(parts);
    expect(outcome).toMatchObject({ status: "broken", found: expect.stringContaining(found) });
    expect(firstCause(outcome)).toBe(cause);
  });
});

const PREFIX = "loki_prometheus_notifications";

function loki(lost: number): Metrics {
  return new Metrics(
    `${PREFIX}_sent_total{alertmanager="http://x"} 9\n${PREFIX}_dropped_total{alertmanager="http://x"} ${lost}`,
  );
}

test.each([
  ["since an earlier reading", loki(2), loki(5), 3],
  ["before it", loki(2), loki(2), 0],
  ["since it began anew", loki(9), loki(1), 1],
])("what the ruler's notifier lost %s is told apart", (_, before, now, lost) => {
  expect(notifierSince(before, now)).toEqual({ addresses: ["http://x"], lost });
});

describe("notifications", () => {
  const alertmanager = (attempted: number, failed: number) =>
    new Metrics(
      `alertmanager_notifications_total{integration="slack"} ${attempted}\nalertmanager_notifications_failed_total{integration="slack",reason="clientError"} ${failed}`,
    );
  const judge = (lost: readonly [Metrics, Metrics], told: readonly [Metrics | null, Metrics]) =>
    judgeNotifications({
      loki: { before: lost[0], now: lost[1] },
      alertmanager: { before: told[0], now: told[1] },
      names: {},
    });
  const good = [loki(0), loki(0)] as const;

  test("hold where none failed", () => {
    const told = [alertmanager(3, 0), alertmanager(3, 0)] as const;
    expect(judge(good, told)).toEqual({ status: "holds", figure: "none failed", notes: [] });
  });

  test("that failed before are notes, where others succeeded", () => {
    const told = [alertmanager(3, 1), alertmanager(3, 1)] as const;
    expect(judge([loki(2), loki(2)], told)).toMatchObject({
      status: "holds",
      notes: [
        "earlier, since its start, Loki lost 2 alerts",
        "earlier, since Alertmanager's start, failed: 1 (slack: clientError)",
      ],
    });
  });

  test("of which none ever succeeded are doubtful", () => {
    const outcome = judge(good, [alertmanager(3, 3), alertmanager(3, 3)]);
    expect(outcome).toMatchObject({ status: "doubtful", found: "not one notification by slack has succeeded" });
  });

  test("that fail in this run are broken", () => {
    const outcome = judge(good, [alertmanager(3, 0), alertmanager(4, 1)]);
    expect(outcome).toMatchObject({ status: "broken", found: "failed in this run: 1 (slack: clientError)" });
    expect(firstCause(outcome)).toBe(RECEIVER_FAILS);
  });

  test("of an Alertmanager that wasn't asked before don't fail in this run, which is told", () => {
    expect(judge(good, [null, alertmanager(3, 1)])).toMatchObject({
      status: "holds",
      notes: [expect.stringContaining("no replica"), expect.stringContaining("1 (slack: clientError)")],
    });
  });

  test("that Loki loses in this run are broken, and so is a ruler that tells nobody", () => {
    const told = [alertmanager(0, 0), alertmanager(0, 0)] as const;
    expect(firstCause(judge([loki(0), loki(1)], told))).toBe(LOKI_FAILS);
    const nobody = new Metrics(`${PREFIX}_alertmanagers_discovered{user="fake"} 0`);
    expect(firstCause(judge([nobody, nobody], told))).toBe(NOT_TOLD);
  });
});

describe("Alertmanager behind a Service", () => {
  const replica = (start: number, failed = 0) =>
    new Metrics(`process_start_time_seconds ${start}\nalertmanager_notifications_failed_total ${failed}`);
  const answering = (...readings: readonly Metrics[]) => {
    const rest = [...readings];
    return async () => rest.shift() ?? replica(99);
  };

  test("is asked until the same replica answers again", async () => {
    const [before, now] = [replica(1, 5), replica(1, 6)];
    expect(await readAgain(before, answering(replica(2), replica(3), now))).toEqual({ before, now });
  });

  test("has no earlier reading where other replicas alone answer", async () => {
    expect(await readAgain(replica(1), answering())).toEqual({ before: null, now: replica(99) });
  });
});

describe("Grafana's datasource", () => {
  const judge = (parts: Partial<DatasourceSeen>) =>
    judgeDatasource({ labels: DATASOURCE_LABELS, health: null, uid: "loki", names: {}, ...parts });
  const healthy = { status: 200, text: '{"status":"OK","message":"Data source successfully connected."}' };

  test("holds where Grafana calls it healthy", () => {
    const figure = 'uid "loki": Data source successfully connected.';
    expect(judge({ health: healthy })).toMatchObject({ status: "holds", figure });
  });

  test("isn't measured where nobody said how to ask Grafana, and it is said how", () => {
    expect(judge({})).toMatchObject({
      status: "not-measured",
      why: expect.stringMatching(/--grafana-url.*GRAFANA_TOKEN/),
    });
  });

  test("isn't deployed where there is no ConfigMap", () => {
    expect(judge({ labels: null, health: healthy })).toMatchObject({ status: "not-deployed", isAbsent: true });
  });

  test.each<[string, Partial<DatasourceSeen>, object]>([
    ["a ConfigMap that the sidecar doesn't find", { labels: {}, health: healthy }, NO_LABEL],
    ["no such uid", { health: { status: 404, text: "" } }, NOT_FOUND_BY_SIDECAR],
    ["a wrong token", { health: { status: 401, text: "" } }, WRONG_LOGIN],
    [
      "a Loki out of reach",
      { health: { status: 400, text: '{"status":"ERROR","message":"no host"}' } },
      LOKI_UNREACHED,
    ],
    ["a page that is no answer", { health: { status: 502, text: "<html>" } }, LOKI_UNREACHED],
  ])("is broken for %s", (_, parts, cause) => {
    expect(firstCause(judge(parts))).toBe(cause);
  });
});
