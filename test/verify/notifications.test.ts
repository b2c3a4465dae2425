import { Metrics } from "../../src/diagnostics/metrics";
import type { Outcome } from "../../src/diagnostics/outcome";
import { Duration } from "../../src/units";
import { notifierSince } from "../../src/verify/loki/notifier";
import { LOKI_FAILS, NOT_TOLD, RECEIVER_FAILED, RECEIVER_FAILS } from "../../src/verify/notifications/causes";
import { judgeNotifications } from "../../src/verify/notifications/judgement";
import { readAgain } from "../../src/verify/notifications/replica";
import { PREFIX, rulerMetrics } from "./ruler-metrics";

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

test.each([
  ["since an earlier reading", rulerMetrics(2), rulerMetrics(5), 3],
  ["before it", rulerMetrics(2), rulerMetrics(2), 0],
  ["since it began anew", rulerMetrics(9), rulerMetrics(1), 1],
])("what the ruler's notifier lost %s is told apart", (_, before, now, lost) => {
  expect(notifierSince(before, now)).toEqual({ addresses: ["http://x"], lost });
});

function told(integration: string, attempted: number, failed: number): string {
  return [
    `alertmanager_notifications_total{integration="${integration}"} ${attempted}`,
    `alertmanager_notifications_failed_total{integration="${integration}",reason="clientError"} ${failed}`,
  ].join("\n");
}

describe("notifications", () => {
  const slack = (attempted: number, failed: number) => new Metrics(told("slack", attempted, failed));
  const judge = (lost: readonly [Metrics, Metrics], seen: readonly [Metrics | null, Metrics]) =>
    judgeNotifications({
      loki: { before: lost[0], now: lost[1] },
      alertmanager: { before: seen[0], now: seen[1] },
      between: Duration.seconds(10),
    });
  const good = [rulerMetrics(0), rulerMetrics(0)] as const;

  test("hold where some were attempted and none failed", () => {
    const figure = "none of 2 failed";
    expect(judge(good, [slack(3, 0), slack(5, 0)])).toEqual({ status: "holds", figure, notes: [] });
  });

  test("of which none was attempted aren't said to have succeeded", () => {
    expect(judge(good, [slack(3, 0), slack(3, 0)])).toMatchObject({
      status: "holds",
      figure: "none attempted in 10s",
    });
  });

  test("that failed before are notes, where nearly all others succeeded", () => {
    expect(judge([rulerMetrics(2), rulerMetrics(2)], [slack(30, 1), slack(30, 1)])).toMatchObject({
      status: "holds",
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
  ])("of which %s failed before this run are doubtful", (_, attempted, failed) => {
    const outcome = judge(good, [slack(attempted, failed), slack(attempted, failed)]);
    const found = `since Alertmanager's start failed: ${failed} of ${attempted} by slack`;
    expect(outcome).toMatchObject({ status: "doubtful", found });
    expect(firstCause(outcome)).toBe(RECEIVER_FAILED);
  });

  test("of one integration that fails aren't made up for by another's", () => {
    const both = new Metrics(`${told("email", 5_000, 0)}\n${told("slack", 4, 4)}`);
    expect(judge(good, [both, both])).toMatchObject({
      status: "doubtful",
      found: "since Alertmanager's start failed: 4 of 4 by slack",
    });
  });

  test("that fail in this run are broken", () => {
    const outcome = judge(good, [slack(3, 0), slack(4, 1)]);
    expect(outcome).toMatchObject({ status: "broken", found: "failed in this run: 1 (slack: clientError)" });
    expect(firstCause(outcome)).toBe(RECEIVER_FAILS);
  });

  test("of an Alertmanager that wasn't asked before don't fail in this run, which is told", () => {
    expect(judge(good, [null, slack(30, 1)])).toMatchObject({
      status: "holds",
      figure: "30 attempted since Alertmanager's start",
      notes: [expect.stringContaining("no replica"), expect.stringContaining("1 (slack: clientError)")],
    });
  });

  test("that Loki loses in this run are broken, and so is a ruler that tells nobody", () => {
    const idle = [slack(0, 0), slack(0, 0)] as const;
    expect(firstCause(judge([rulerMetrics(0), rulerMetrics(1)], idle))).toBe(LOKI_FAILS);
    const nobody = new Metrics(`${PREFIX}_alertmanagers_discovered{user="fake"} 0`);
    expect(firstCause(judge([nobody, nobody], idle))).toBe(NOT_TOLD);
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
