import type { Outcome } from "../../src/diagnostics/outcome";
import type { ServiceRequest } from "../../src/kube/http-service";
import { FIRING, markerLine, type Probe } from "../../src/verify/drill";
import {
  ANOTHER,
  type DrillSeen,
  judgeDrill,
  NO_LINE,
  NO_RULER_ALERT,
  type RulerSeen,
  WRONG_ADDRESS,
} from "../../src/verify/drill-alert/judgement";
import { rulerSeen } from "../../src/verify/drill-alert/ruler";
import { NOT_RUN } from "../../src/verify/marker/causes";
import { NOT_TOLD } from "../../src/verify/notifications/causes";
import { PREFIX, rulerMetrics } from "./ruler-metrics";

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("the drill's alert", () => {
  const firing: Probe = { node: "a", pod: "p", container: FIRING, wroteAt: 1_000, text: "", problem: null };
  const alert = { seenAt: 5_500, toldAt: 5_250 };
  const idle: Probe = { ...firing, node: "b", wroteAt: null, text: null, problem: "OutOfpods" };
  const judge = (parts: Partial<DrillSeen>) => judgeDrill({ firing: [firing], alert: null, ruler: null, ...parts });
  const fired = (addresses: readonly string[], lost = 0): RulerSeen => ({
    hasLine: true,
    hasFired: true,
    notifier: { addresses, lost },
  });

  test("holds with the time from line to alert", () => {
    expect(judge({ alert })).toMatchObject({ status: "holds", figure: "within 4.3 s" });
  });

  test("has the time by which Alertmanager was told, and not that of a look that came late", () => {
    expect(judge({ alert: { ...alert, seenAt: 60_000 } })).toMatchObject({ figure: "within 4.3 s" });
  });

  test.each([
    ["behind", -60_000],
    ["ahead", 60_000],
  ])("has the time of the look where Alertmanager's clock is %s", (_, toldAt) => {
    expect(judge({ alert: { seenAt: 6_000, toldAt } })).toMatchObject({ figure: "within 5.0 s" });
  });

  test("holds where one of its pods could write, with the time from the first line", () => {
    const later = { ...firing, node: "c", wroteAt: 3_000 };
    expect(judge({ firing: [idle, later, firing], alert })).toMatchObject({ figure: "within 4.3 s" });
  });

  test("is doubtful where no line could be written, which says nothing of alerts", () => {
    expect(judge({ firing: [idle, { ...idle, node: "c" }] })).toMatchObject({
      status: "doubtful",
      found: "no line on b: OutOfpods; no line on c: OutOfpods",
      causes: [NOT_RUN],
    });
  });

  test("is doubtful where its lines aren't in Loki, which says nothing of alerts", () => {
    const ruler = { ...fired([]), hasLine: false, hasFired: false };
    expect(judge({ ruler })).toMatchObject({ status: "doubtful", causes: [NO_LINE] });
  });

  test("isn't measured without nodes", () => {
    expect(judge({ firing: [] })).toMatchObject({ status: "not-measured" });
  });

  test("is looked for in the ruler with what that has lost in this run, and its line in Loki", async () => {
    const answers: Readonly<Record<string, string>> = {
      metrics: `${PREFIX}_sent_total{alertmanager="http://x"} 9\n${PREFIX}_dropped_total 7`,
      "loki/api/v1/query_range": '{ "data": { "result": [{ "stream": { "pod": "p" } }] } }',
    };
    const alerts = '{ "data": { "alerts": [{ "labels": { "marker": "m" } }] } }';
    const asked: ServiceRequest[] = [];
    const request = async (one: ServiceRequest) => {
      asked.push(one);
      return answers[one.path] ?? alerts;
    };
    const context = { loki: { at: "", request }, lokiBefore: async () => rulerMetrics(5) };
    const seen = await rulerSeen(context, { namespace: "logs", marker: "m" }, new AbortController().signal);
    expect(seen).toEqual({ hasLine: true, hasFired: true, notifier: { addresses: ["http://x"], lost: 2 } });
    const query = `{namespace="logs", container=~"${FIRING}"} |= "${markerLine("m")}"`;
    expect(asked).toContainEqual(expect.objectContaining({ query: expect.objectContaining({ query }) }));
  });

  test.each<[string, Partial<DrillSeen>, object, string]>([
    ["a rule that doesn't fire", { ruler: { ...fired(["x"]), hasFired: false } }, NO_RULER_ALERT, "doesn't fire"],
    ["a ruler without Alertmanager", { ruler: fired([]) }, NOT_TOLD, "the ruler has none"],
    ["a wrong address", { ruler: fired(["http://x:9093"], 2) }, WRONG_ADDRESS, "2 alerts failed on http://x:9093"],
    ["another Alertmanager", { ruler: fired(["http://x:9093"]) }, ANOTHER, "http://x:9093 took it"],
  ])("is missed for %s", (_, parts, cause, found) => {
    const outcome = judge(parts);
    expect(outcome).toMatchObject({ status: "broken", found: expect.stringContaining(found) });
    expect(firstCause(outcome)).toBe(cause);
  });
});
