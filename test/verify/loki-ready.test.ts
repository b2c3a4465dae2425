import type { Cause } from "../../src/diagnostics/cause";
import { Metrics } from "../../src/diagnostics/metrics";
import { HttpError } from "../../src/kube/http-service";
import { causes, isUnanswered, lokiReady, type Readiness, replayState } from "../../src/verify/loki-ready";

const NOW = new Date(1_000_000_000);
const facts = { namespace: "logs", lokiPod: "loki-0" };

function analyze(readiness: Readiness) {
  return lokiReady.analyze({ readiness, now: NOW, pod: null, ...facts });
}

function startedAgo(seconds: number): Readiness {
  const metrics = new Metrics(`loki_build_info{version="3.7.8"} 1\nprocess_start_time_seconds ${1_000_000 - seconds}`);
  return { state: "ready", metrics };
}

test.each([
  [30, "3.7.8, up for 30 s"],
  [300, "3.7.8, up for 5 min"],
  [9_000, "3.7.8, up for 2 h"],
  [300_000, "3.7.8, up for 3 days"],
])("passes with the version and the uptime %i s after the start", (seconds, detail) => {
  expect(analyze(startedAgo(seconds))).toEqual({ status: "pass", detail, notes: [] });
});

const WAITING = "Ingester not ready: waiting for 15s after being ready";

test.each<[string, boolean | null, Cause]>([
  [WAITING, true, causes.replaying()],
  [WAITING, false, causes.starting()],
  ["too many unhealthy instances in the ring", false, causes.ring(facts)],
  ["write /var/loki/x: no space left on device", false, causes.volume(facts)],
  ["context deadline exceeded", null, causes.overloaded(facts)],
])('names one cause for the message "%s" if Loki replays: %s', (message, isReplaying, proven) => {
  expect(analyze({ state: "no-queries", message: `500 ${message}\n`, isReplaying })).toEqual({
    status: "fail",
    got: `ready, but a query fails: 500 ${message}`,
    expected: "ready, and an answer to a query",
    causes: [proven],
  });
});

test("leaves both causes of a start open if Loki does not say whether it replays", () => {
  expect(analyze({ state: "not-ready", message: `503 ${WAITING}`, isReplaying: null })).toMatchObject({
    status: "fail",
    got: `not ready: 503 ${WAITING}`,
    causes: [causes.replaying(), causes.starting()],
  });
});

test("rules out a slow query while Loki is not ready, and a start once it is", () => {
  const unknown = { message: "500 unknown", isReplaying: false };
  expect(analyze({ state: "not-ready", ...unknown })).toMatchObject({
    causes: [causes.starting(), causes.ring(facts), causes.volume(facts)],
  });
  expect(analyze({ state: "no-queries", ...unknown })).toMatchObject({
    causes: [causes.ring(facts), causes.volume(facts), causes.overloaded(facts)],
  });
});

test.each([
  ["loki_ingester_wal_replay_active 1", true],
  ["loki_ingester_wal_replay_active 0", false],
  ["loki_build_info 1", null],
])("reads from the metric '%s' whether Loki replays its write-ahead log", (text, expected) => {
  expect(replayState(new Metrics(text))).toBe(expected);
});

test("has one cause for a module that has stopped while the pod still counts as ready", () => {
  const livenessProbe = { httpGet: { path: "/ready", port: 3100 } };
  const pod = { spec: { containers: [{ name: "loki", livenessProbe }] } };
  const message = "503 Some services are not Running:\nTerminated: 1\nRunning: 15\n";
  const readiness = { state: "not-ready", message, isReplaying: false } as const;
  expect(lokiReady.analyze({ readiness, now: NOW, pod, ...facts })).toMatchObject({
    status: "fail",
    causes: [causes.stoppedModule()],
  });
});

describe("a request that the API server's proxy does not deliver", () => {
  test("has the stack's policy as its only cause, with an address of the API server", () => {
    const unreachable = { policy: "loki", address: "192.0.2.10" };
    const readiness = { state: "unreachable", message: "dial tcp 10.0.0.1:3100: i/o timeout", ...unreachable } as const;
    expect(analyze(readiness)).toEqual({
      status: "fail",
      got: "no answer through the API server's proxy: dial tcp 10.0.0.1:3100: i/o timeout",
      expected: "ready, and an answer to a query",
      causes: [causes.controlPlane(unreachable)],
    });
    expect(causes.controlPlane(unreachable).next).toContain('Peer.addresses("192.0.2.10/32")');
  });

  const timeout = "error trying to reach service: dial tcp 10.0.0.1:3100: i/o timeout";

  test.each([
    ["timed out", null, true, true],
    [timeout, 503, true, true],
    ["error trying to reach service: dial tcp 10.0.0.1:3100: connect: connection refused", 503, true, false],
    ["no endpoints available", 503, true, false],
    // Loki's own answer.
    [timeout, 503, false, false],
  ])("is recognized by the answer %s with status %s, by the proxy: %p", (text, status, byProxy, expected) => {
    expect(isUnanswered(new HttpError("at", status, text, byProxy))).toBe(expected);
  });
});
