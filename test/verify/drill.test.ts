import { readFileSync } from "node:fs";
import { FIRING, markerLine } from "../../src/alerting/log-path-drill";
import type { Outcome } from "../../src/diagnostics/outcome";
import type { ServiceRequest } from "../../src/kube/http-service";
import { namesOf } from "../../src/verify/context";
import {
  causes,
  collectRuler,
  type DrillEvidence,
  drill,
  RULE_PERIOD,
  type RulerEvidence,
} from "../../src/verify/drill";
import { type Probe, probeTime } from "../../src/verify/log-path-drill/probes";
import { exampleModel } from "../helpers/example";
import { PREFIX, rulerMetrics } from "./ruler-metrics";

const names = namesOf(exampleModel());
const alertmanager = { service: "alerts", namespace: "alerting", port: 9093, url: "http://alerts" };

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("the drill's alert", () => {
  const firing: Probe = { node: "a", pod: "p", container: FIRING, wroteAt: 1_000, text: "", problem: null };
  const alert = { seenAt: 5_500, receivedAt: 5_250 };
  const idle: Probe = { ...firing, node: "b", wroteAt: null, text: null, problem: "OutOfpods" };
  const analyze = (parts: Partial<DrillEvidence>) =>
    drill.analyze({ alertmanager, names, firing: [firing], alert: null, ruler: null, ...parts });
  const fired = (addresses: readonly string[], lost = 0): RulerEvidence => ({
    lines: [{ pod: "p", at: 1_000 }],
    hasFired: true,
    notifier: { addresses, lost },
  });

  test("is skipped without an Alertmanager", () => {
    expect(drill.analyze(null)).toMatchObject({ status: "skipped" });
  });

  test("passes with the time from line to alert", () => {
    expect(analyze({ alert })).toMatchObject({ status: "pass", detail: "within 4.3 s" });
  });

  test("has the time at which Alertmanager received it, not that of a late request", () => {
    expect(analyze({ alert: { ...alert, seenAt: 60_000 } })).toMatchObject({ detail: "within 4.3 s" });
  });

  test.each([
    ["behind", -60_000],
    ["ahead", 60_000],
  ])("has the time of the request if Alertmanager's clock is %s", (_, receivedAt) => {
    expect(analyze({ alert: { seenAt: 6_000, receivedAt } })).toMatchObject({ detail: "within 5.0 s" });
  });

  test("passes if one of its pods could write, with the time from the first line", () => {
    const later = { ...firing, node: "c", wroteAt: 3_000 };
    expect(analyze({ firing: [idle, later, firing], alert })).toMatchObject({ detail: "within 4.3 s" });
  });

  test("warns if no line could be written, which proves nothing about alerts", () => {
    expect(analyze({ firing: [idle, { ...idle, node: "c" }] })).toMatchObject({
      status: "warn",
      got: "no line on b: OutOfpods; no line on c: OutOfpods",
      causes: [causes.podNotRun({ node: "b", drillNamespace: names.drillNamespace })],
    });
  });

  test("warns if its lines are not in Loki, which proves nothing about alerts", () => {
    const ruler = { ...fired([]), lines: [], hasFired: false };
    expect(analyze({ ruler })).toMatchObject({ status: "warn", causes: [causes.noLine()] });
  });

  test("has the node's clock as its only cause if that excludes the line from the rule's period", () => {
    const late = { ...fired(["x"]), lines: [{ pod: "p", at: 1_000 - 3 * 60_000 }], hasFired: false };
    expect(analyze({ ruler: late })).toMatchObject({
      status: "fail",
      causes: [causes.clock({ node: "a", minutes: 3 })],
    });
  });

  test("is skipped without nodes", () => {
    expect(analyze({ firing: [] })).toMatchObject({ status: "skipped" });
  });

  test("is requested from the ruler, with its losses in this run and its line in Loki", async () => {
    const written = new Date("2026-01-02T03:04:05Z");
    const answers: Readonly<Record<string, string>> = {
      metrics: `${PREFIX}_sent_total{alertmanager="http://x"} 9\n${PREFIX}_dropped_total 7`,
      "loki/api/v1/query_range": JSON.stringify({
        data: {
          result: [{ stream: { pod: "p" }, values: [[`${written.getTime()}000000`, markerLine("m")]] }],
        },
      }),
    };
    const alerts = '{ "data": { "alerts": [{ "labels": { "marker": "m" } }] } }';
    const requests: ServiceRequest[] = [];
    const request = async (one: ServiceRequest) => {
      requests.push(one);
      return answers[one.path] ?? alerts;
    };
    const context = { loki: { at: "", request }, lokiBefore: async () => rulerMetrics(5) };
    const seen = await collectRuler(context, { namespace: "logs", markerId: "m" }, new AbortController().signal);
    expect(seen).toEqual({
      lines: [{ pod: "p", at: probeTime(written) }],
      hasFired: true,
      notifier: { addresses: ["http://x"], lost: 2 },
    });
    const query = `{namespace="logs", container=~"${FIRING}"} |= "${markerLine("m")}"`;
    expect(requests).toContainEqual(expect.objectContaining({ query: expect.objectContaining({ query }) }));
  });

  test.each<[string, Partial<DrillEvidence>, object, string]>([
    [
      "a rule that does not fire",
      { ruler: { ...fired(["x"]), hasFired: false } },
      causes.ruleDoesNotFire(names),
      "does not fire",
    ],
    ["a ruler without Alertmanager", { ruler: fired([]) }, causes.noAlertmanager(), "the ruler has no Alertmanager"],
    [
      "a wrong address",
      { ruler: fired(["http://x:9093"], 2) },
      causes.unreachable({ ...names, address: "http://x:9093" }),
      "2 alerts failed at http://x:9093",
    ],
    [
      "another Alertmanager",
      { ruler: fired(["http://x:9093"]) },
      causes.otherAlertmanager({ alertmanagerService: "alerts", alertmanagerNamespace: "alerting" }),
      "http://x:9093 accepted it",
    ],
  ])("is missing because of %s", (_, parts, cause, got) => {
    const outcome = analyze(parts);
    expect(outcome).toMatchObject({ status: "fail", got: expect.stringContaining(got) });
    expect(firstCause(outcome)).toEqual(cause);
  });
});

test("analyzes the nodes' clocks with the period that the rule file reads", () => {
  const periods = readFileSync("rules/log-path-drill.yaml", "utf8").match(/\[\w+\]/g);
  expect(periods).toEqual([`[${RULE_PERIOD}]`]);
});
