import { markerLine, QUIET } from "../../src/alerting/log-path-drill";
import { dropOf, RULER_EVALUATIONS } from "../../src/alloy/drops";
import type { Cause } from "../../src/diagnostics/cause";
import { Metrics } from "../../src/diagnostics/metrics";
import { type WatchedAgent, watchedAgents } from "../../src/verify/agents";
import { Arrivals, latencies, latencyText, within } from "../../src/verify/log-path-drill/arrivals";
import type { Probe } from "../../src/verify/log-path-drill/probes";
import { causes, type MarkerEvidence, marker } from "../../src/verify/marker";

function probe(node: string, parts: Partial<Probe> = {}): Probe {
  return { node, pod: `on-${node}`, container: QUIET, wroteAt: 1_000, text: "", problem: null, ...parts };
}

function analyze(evidence: Partial<MarkerEvidence>) {
  return marker.analyze({
    probes: [probe("a"), probe("b"), probe("c")],
    arrived: new Map([
      ["on-a", 3_000],
      ["on-b", 6_000],
    ]),
    agents: [],
    refused: new Map(),
    drop: null,
    otherFormats: new Map(),
    namespace: "logs",
    drillNamespace: "logs-drill",
    ...evidence,
  });
}

const READS = "loki_source_file_files_active_total 30";
const RETRIES = `${READS}\nloki_write_batch_retries_total{host="x"} 4`;
const TOO_OLD = `${READS}\nloki_process_dropped_lines_total{reason="older_than_retention"} 4`;

function agent(now: string, before = READS): WatchedAgent {
  return { node: "c", pod: "alloy-c", before: new Metrics(before), now: new Metrics(now) };
}

const ON_C = { node: "c", namespace: "logs", drillNamespace: "logs-drill", agent: "alloy-c" };

test("passes if every line is in Loki, with the maximum and the median latency", () => {
  const arrived = new Map([
    ["on-a", 3_000],
    ["on-b", 6_000],
    ["on-c", 900],
  ]);
  expect(analyze({ arrived })).toEqual({
    status: "pass",
    detail: "3 of 3 nodes within 5.0 s, median 2.0 s",
    notes: [],
  });
});

test("names the node whose line is missing", () => {
  expect(analyze({})).toMatchObject({ status: "fail", got: "2 of 3 nodes; c: written, but not in Loki" });
});

test("reports why a pod cannot run in the words of Kubernetes, and blames no agent", () => {
  const probes = [probe("a"), probe("b"), probe("c", { wroteAt: null, problem: "ErrImagePull: no such host" })];
  expect(analyze({ probes })).toMatchObject({
    got: "2 of 3 nodes; c: ErrImagePull: no such host",
    causes: [causes.podNotRun(ON_C)],
  });
});

test("names a missing namespace of the drill as the only cause", () => {
  const problem = 'namespaces "logs-drill" not found';
  const probes = [probe("a", { wroteAt: null, problem }), probe("b", { wroteAt: null, problem })];
  expect(analyze({ probes, arrived: new Map() })).toMatchObject({
    status: "fail",
    causes: [causes.noNamespace({ drillNamespace: "logs-drill" })],
  });
});

test("warns about pods that cannot run if another node's line arrives, and fails if none does", () => {
  const idle = { wroteAt: null, problem: "Pending" };
  const one = [probe("a"), probe("c", idle)];
  expect(analyze({ probes: one })).toMatchObject({ status: "warn" });
  const none = { probes: [probe("a", idle), probe("c", idle)], arrived: new Map<string, number>() };
  expect(analyze(none)).toMatchObject({ status: "fail" });
  const mixed = [probe("a"), probe("b", idle), probe("c")];
  expect(analyze({ probes: mixed })).toMatchObject({ status: "fail" });
});

test("fails in part if a line arrives, so that the diagnostics after it run", () => {
  expect(analyze({})).toMatchObject({ status: "fail", isPartial: true });
  expect(analyze({ arrived: new Map() })).toMatchObject({ status: "fail", isPartial: false });
});

test("is skipped if there is no pod at all", () => {
  expect(analyze({ probes: [], arrived: new Map() })).toEqual({ status: "skipped", reason: "no node can run a pod" });
});

test("reports the lines that Loki rejects meanwhile, with the reason", () => {
  const refused = new Map([["stream_limit", 12]]);
  expect(analyze({ refused })).toMatchObject({ got: expect.stringMatching(/; rejected by Loki: stream_limit 12$/) });
});

test.each<[string, Partial<MarkerEvidence>, Cause]>([
  ["no agent on the node", { agents: [{ node: "c", pod: null, before: null, now: null }] }, causes.noAgent(ON_C)],
  ["an agent that reads no file", { agents: [agent("loki_source_file_files_active_total 0")] }, causes.noFiles(ON_C)],
  ["an agent that retries", { agents: [agent(RETRIES)] }, causes.notSent(ON_C)],
  ["an agent whose lines are too old", { agents: [agent(TOO_OLD)] }, causes.clockBehind(ON_C)],
  ["lines from the future", { refused: new Map([["too_far_in_future", 3]]) }, causes.clockAhead(ON_C)],
  ["lines that Loki rejects", { refused: new Map([["stream_limit", 3]]) }, causes.refused()],
  ["a drop that drops the line", { drop: "noise" }, causes.dropped({ drop: "noise", drillNamespace: "logs-drill" })],
  [
    "a container runtime with another log format",
    { otherFormats: new Map([["c", "docker://27.1.1"]]) },
    causes.otherRuntime({ node: "c", runtime: "docker://27.1.1" }),
  ],
])("names one cause for %s", (_, evidence, proven) => {
  expect(analyze(evidence)).toMatchObject({ status: "fail", causes: [proven] });
});

test("ignores the container runtime of a node whose line arrives", () => {
  const outcome = analyze({ otherFormats: new Map([["a", "docker://27.1.1"]]) });
  expect(outcome).toMatchObject({ causes: [causes.backlog(ON_C), causes.clockBehind(ON_C)] });
});

test.each([
  ["retried before", RETRIES, [causes.backlog(ON_C)]],
  // The only line of a node may have been dropped before its agent was first asked.
  ["found too old before", TOO_OLD, [causes.backlog(ON_C), causes.clockBehind(ON_C)]],
  ["never found too old", READS, [causes.backlog(ON_C)]],
])("proves no cause by an agent that %s", (_, earlier, open) => {
  expect(analyze({ agents: [agent(earlier, earlier)] })).toMatchObject({ causes: open });
});

test("explains a missing line beside a pod that cannot run", () => {
  const probes = [probe("a"), probe("b", { wroteAt: null, problem: "Pending" }), probe("c")];
  const outcome = analyze({ probes, arrived: new Map([["on-a", 3_000]]), agents: [agent(RETRIES)] });
  expect(outcome).toMatchObject({ causes: [causes.podNotRun({ ...ON_C, node: "b" }), causes.notSent(ON_C)] });
});

test("does not rule out retries of an agent that could not be watched", () => {
  const unwatched: WatchedAgent = { node: "c", pod: "alloy-c", before: null, now: new Metrics(READS) };
  expect(analyze({ agents: [unwatched] })).toMatchObject({
    causes: [causes.backlog(ON_C), causes.notSent(ON_C)],
  });
  expect(analyze({ agents: [{ ...unwatched, now: null }] })).toMatchObject({
    causes: [causes.backlog(ON_C), causes.notSent(ON_C), causes.clockBehind(ON_C)],
  });
});

test("watches an agent before and after the wait, and does not compare two pods", async () => {
  const metrics = [new Metrics(READS), new Metrics(RETRIES)] as const;
  const happened: string[] = [];
  const ask = async () => {
    const isFirst = happened.length === 0;
    happened.push("asked");
    const now = isFirst ? metrics[0] : metrics[1];
    return [
      { node: "a", pod: "alloy-a", metrics: now },
      { node: "b", pod: isFirst ? "alloy-b" : "alloy-b2", metrics: now },
    ];
  };
  const watched = await watchedAgents(ask, async () => happened.push("waited"));
  expect(happened).toEqual(["asked", "waited", "asked"]);
  expect(watched).toEqual([
    { node: "a", pod: "alloy-a", before: metrics[0], now: metrics[1] },
    { node: "b", pod: "alloy-b2", before: null, now: metrics[1] },
  ]);
});

test("fills the causes with the names of the node, its agent and the drop", () => {
  expect(analyze({ agents: [agent(RETRIES)], drop: "noise" })).toMatchObject({
    causes: [
      {
        cause: 'alloy.drop "noise" also drops the marker\'s line.',
        next: "exclude the namespace logs-drill from that drop's selector in main.ts, then: npm run deploy",
      },
      {
        cause: expect.stringMatching(/^The agent alloy-c cannot send its lines and retries: /),
        next: "kubectl --namespace logs logs alloy-c --since=10m | grep 'error sending batch'",
      },
    ],
  });
  expect(analyze({})).toMatchObject({ causes: [{ cause: expect.stringMatching(/^The agent on c /) }, {}] });
});

describe("the arrivals", () => {
  const { signal } = new AbortController();

  test("keep the time at which a pod's line was first seen", async () => {
    const arrivals = new Arrivals(async () => ["on-a"]);
    await arrivals.collect(signal);
    const first = arrivals.seenAt.get("on-a");
    await arrivals.collect(signal);
    expect(arrivals.seenAt).toEqual(new Map([["on-a", first]]));
  });

  test("miss only lines that were written", async () => {
    const arrivals = new Arrivals(async () => ["on-a"]);
    await arrivals.collect(signal);
    const idle = probe("b", { wroteAt: null });
    expect(arrivals.missing([probe("a"), idle, probe("c")])).toEqual([probe("c")]);
  });

  test.each([
    [[3_000, 1_000, 2_000], "within 3.0 s, median 2.0 s"],
    [[4_000, 1_000, 2_000, 3_000], "within 4.0 s, median 2.5 s"],
    [[], "within 0.0 s, median 0.0 s"],
  ])("with the latencies %j in milliseconds are shown as '%s'", (milliseconds, text) => {
    expect(latencyText(milliseconds)).toBe(text);
  });

  test("have no negative latency if a node's clock is ahead", () => {
    expect(latencies([probe("a", { wroteAt: 5_000 })], new Map([["on-a", 3_000]]))).toEqual([0]);
    expect(within(0)).toBe("within 0.0 s");
  });
});

describe("the marker's line", () => {
  const line = {
    text: markerLine("5f3f4f0e-2f6b-4f39-9d0b-7f2f2a1f0c11"),
    labels: new Map(Object.entries({ namespace: "monitoring", container: QUIET, pod: null, node: null })),
  };
  const drop = (selector: string) => ({ name: "noise", reason: "noise", selector });

  test("is not dropped by the stack's own drop", () => {
    expect(dropOf([RULER_EVALUATIONS], line)).toBeNull();
  });

  test.each(['{namespace="monitoring"}', '{namespace=~"mon.*"} |= "marker="'])("is dropped by %s", (selector) => {
    expect(dropOf([drop(selector)], line)).toBe("noise");
  });

  test.each(['{namespace="web"}', '{namespace="monitoring"} |= "GET"', '{pod="loki-0"}'])(
    "is not dropped by %s",
    (selector) => {
      expect(dropOf([drop(selector)], line)).toBeNull();
    },
  );
});
