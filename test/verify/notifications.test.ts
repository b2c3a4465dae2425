import { Metrics } from "../../src/diagnostics/metrics";
import type { Outcome } from "../../src/diagnostics/outcome";
import { namesOf } from "../../src/verify/context";
import { notifierSince } from "../../src/verify/loki";
import { causes, notifications, sameReplica } from "../../src/verify/notifications";
import { exampleModel } from "../helpers/example";
import { PREFIX, rulerMetrics } from "./ruler-metrics";

const names = namesOf(exampleModel());
const alertmanager = { service: "alerts", namespace: "alerting", port: 9093, url: "http://alerts" };
const FACTS = { alertmanagerService: "alerts", alertmanagerNamespace: "alerting" };

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

test.each([
  ["since an earlier reading", rulerMetrics(2), rulerMetrics(5), 3],
  ["before an earlier reading as none", rulerMetrics(2), rulerMetrics(2), 0],
  ["since it restarted", rulerMetrics(9), rulerMetrics(1), 1],
])("counts what the ruler's notifier lost %s", (_, before, now, lost) => {
  expect(notifierSince(before, now)).toEqual({ addresses: ["http://x"], lost });
});

function counters(integration: string, attempted: number, failed: number): string {
  return [
    `alertmanager_notifications_total{integration="${integration}"} ${attempted}`,
    `alertmanager_notifications_failed_total{integration="${integration}",reason="clientError"} ${failed}`,
  ].join("\n");
}

test("notifications are skipped without an Alertmanager", () => {
  expect(notifications.analyze(null)).toMatchObject({ status: "skipped" });
});

describe("notifications", () => {
  const slack = (attempted: number, failed: number) => new Metrics(counters("slack", attempted, failed));
  const analyze = (lost: readonly [Metrics, Metrics], seen: readonly [Metrics | null, Metrics]) =>
    notifications.analyze({
      alertmanager,
      names,
      loki: { before: lost[0], now: lost[1] },
      replica: { before: seen[0], now: seen[1] },
    });
  const good = [rulerMetrics(0), rulerMetrics(0)] as const;

  test("pass if some were attempted and none failed", () => {
    const detail = "none of 2 failed";
    expect(analyze(good, [slack(3, 0), slack(5, 0)])).toEqual({ status: "pass", detail, notes: [] });
  });

  test("are not reported as successful if none was attempted", () => {
    expect(analyze(good, [slack(3, 0), slack(3, 0)])).toMatchObject({
      status: "pass",
      detail: "none attempted in 10s",
    });
  });

  test("are notes if they failed earlier and nearly all others succeeded", () => {
    expect(analyze([rulerMetrics(2), rulerMetrics(2)], [slack(30, 1), slack(30, 1)])).toMatchObject({
      status: "pass",
      notes: [
        "earlier, since its start, Loki lost 2 alerts",
        "earlier, since Alertmanager's start, failed: 1 (slack: clientError)",
      ],
    });
  });

  test.each([
    ["every one", 3, 3],
    ["nearly every one", 401, 400],
    ["more than one of ten", 10, 2],
  ])("are a warning if %s failed before this run", (_, attempted, failed) => {
    const outcome = analyze(good, [slack(attempted, failed), slack(attempted, failed)]);
    const got = `failed since Alertmanager's start: ${failed} of ${attempted} by slack`;
    expect(outcome).toMatchObject({ status: "warn", got });
    expect(firstCause(outcome)).toEqual(causes.receiverFailed(FACTS));
  });

  test("are a warning if those of one integration fail, even if those of another succeed", () => {
    const both = new Metrics(`${counters("email", 5_000, 0)}\n${counters("slack", 4, 4)}`);
    expect(analyze(good, [both, both])).toMatchObject({
      status: "warn",
      got: "failed since Alertmanager's start: 4 of 4 by slack",
    });
  });

  test("are a failure if one fails in this run", () => {
    const outcome = analyze(good, [slack(3, 0), slack(4, 1)]);
    expect(outcome).toMatchObject({ status: "fail", got: "failed in this run: 1 (slack: clientError)" });
    expect(firstCause(outcome)).toEqual(causes.receiverRejects({ ...FACTS, integration: "slack" }));
  });

  test.each([
    ["serverError", causes.receiverDown({ ...FACTS, integration: "slack" })],
    ["contextDeadlineExceeded", causes.receiverSlow({ ...FACTS, integration: "slack" })],
    ["other", causes.receiverFails({ ...FACTS, integration: "slack" })],
  ])("that fail with the reason %s have one cause", (reason, cause) => {
    const failed = (count: number) => new Metrics(counters("slack", 3, count).replace("clientError", reason));
    expect(analyze(good, [failed(0), failed(1)])).toMatchObject({ status: "fail", causes: [cause] });
  });

  test("that failed at a replica without an earlier reading are a note", () => {
    expect(analyze(good, [null, slack(30, 1)])).toMatchObject({
      status: "pass",
      detail: "30 attempted since Alertmanager's start",
      notes: [expect.stringContaining("no replica"), expect.stringContaining("1 (slack: clientError)")],
    });
  });

  test("are a failure if Loki loses alerts in this run, or has no Alertmanager", () => {
    const idle = [slack(0, 0), slack(0, 0)] as const;
    expect(firstCause(analyze([rulerMetrics(0), rulerMetrics(1)], idle))).toEqual(causes.lokiFails(names));
    const none = new Metrics(`${PREFIX}_alertmanagers_discovered{user="fake"} 0`);
    expect(firstCause(analyze([none, none], idle))).toEqual(causes.noAlertmanager());
  });
});

describe("Alertmanager behind a Service", () => {
  const replica = (start: number, failed = 0) =>
    new Metrics(`process_start_time_seconds ${start}\nalertmanager_notifications_failed_total ${failed}`);
  const answering = (...readings: readonly Metrics[]) => {
    const rest = [...readings];
    return async () => rest.shift() ?? replica(99);
  };

  test("is requested until the same replica answers again", async () => {
    const [before, now] = [replica(1, 5), replica(1, 6)];
    expect(await sameReplica(before, answering(replica(2), replica(3), now))).toEqual({ before, now });
  });

  test("has no earlier reading if only other replicas answer", async () => {
    expect(await sameReplica(replica(1), answering())).toEqual({ before: null, now: replica(99) });
  });
});
