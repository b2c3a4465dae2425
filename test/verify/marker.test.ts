import { rulerEvaluations } from "../../src/alloy/drops";
import { Metrics } from "../../src/diagnostics/metrics";
import type { Outcome } from "../../src/diagnostics/outcome";
import { dropOf } from "../../src/verify/agents/drops";
import { markerLine, type Probe, QUIET } from "../../src/verify/drill";
import {
  BACKLOG,
  CLOCK_AHEAD,
  CLOCK_BEHIND,
  DROPPED,
  NO_AGENT,
  NO_FILES,
  NOT_RUN,
  NOT_SENT,
  REFUSED,
} from "../../src/verify/marker/causes";
import { judgeMarkers, type MarkersSeen } from "../../src/verify/marker/judgement";
import { type WatchedAgent, watchedAgents } from "../../src/verify/marker/watched-agents";

function probe(node: string, parts: Partial<Probe> = {}): Probe {
  return { node, pod: `on-${node}`, container: QUIET, wroteAt: 1_000, text: "", problem: null, ...parts };
}

function seen(parts: Partial<MarkersSeen>): MarkersSeen {
  return {
    probes: [probe("a"), probe("b"), probe("c")],
    arrived: new Map([
      ["on-a", 3_000],
      ["on-b", 6_000],
    ]),
    agents: [],
    refused: new Map(),
    drop: null,
    namespace: "logs",
    ...parts,
  };
}

const READS = "loki_source_file_files_active_total 30";
const SENDS_AGAIN = `${READS}\nloki_write_batch_retries_total{host="x"} 4`;
const TOO_OLD = `${READS}\nloki_process_dropped_lines_total{reason="older_than_retention"} 4`;

function agent(now: string, before = READS): WatchedAgent {
  return { node: "c", pod: "alloy-c", before: new Metrics(before), now: new Metrics(now) };
}

function firstCause(outcome: Outcome) {
  return outcome.status === "broken" ? outcome.causes[0] : undefined;
}

test("every line in Loki holds, with the median and the worst latency", () => {
  const arrived = new Map([
    ["on-a", 3_000],
    ["on-b", 6_000],
    ["on-c", 900],
  ]);
  const outcome = judgeMarkers(seen({ arrived }));
  expect(outcome).toMatchObject({ status: "holds", figure: "3 of 3 nodes within 5.0 s, median 2.0 s" });
});

test("a node whose line is missing is named", () => {
  const outcome = judgeMarkers(seen({}));
  expect(outcome).toMatchObject({ status: "broken", found: "2 of 3 nodes; c: written, and not in Loki" });
});

test("a node whose pod couldn't run is named with what Kubernetes says, and no agent is blamed", () => {
  const probes = [probe("a"), probe("b"), probe("c", { wroteAt: null, problem: "ErrImagePull: no such host" })];
  const outcome = judgeMarkers(seen({ probes }));
  expect(outcome).toMatchObject({ found: "2 of 3 nodes; c: ErrImagePull: no such host", causes: [NOT_RUN] });
});

test("pods that couldn't run leave the path doubtful where another node's line arrived, and broken where none did", () => {
  const idle = { wroteAt: null, problem: "Pending" };
  const one = [probe("a"), probe("c", idle)];
  expect(judgeMarkers(seen({ probes: one }))).toMatchObject({ status: "doubtful" });
  const none = { probes: [probe("a", idle), probe("c", idle)], arrived: new Map<string, number>() };
  expect(judgeMarkers(seen(none))).toMatchObject({ status: "broken" });
  const mixed = [probe("a"), probe("b", idle), probe("c")];
  expect(judgeMarkers(seen({ probes: mixed }))).toMatchObject({ status: "broken" });
});

test("where a line has arrived, what lies behind can be looked at", () => {
  expect(judgeMarkers(seen({}))).toMatchObject({ status: "broken", isPartial: true });
  expect(judgeMarkers(seen({ arrived: new Map() }))).toMatchObject({ status: "broken", isPartial: false });
});

test("no pod at all is no figure", () => {
  expect(judgeMarkers(seen({ probes: [], arrived: new Map() }))).toMatchObject({ status: "not-measured" });
});

test("lines that Loki refuses meanwhile are told with their reason", () => {
  const outcome = judgeMarkers(seen({ refused: new Map([["stream_limit", 12]]) }));
  expect(outcome).toMatchObject({ found: expect.stringMatching(/; refused: stream_limit 12$/) });
});

test.each<[string, Partial<MarkersSeen>, object]>([
  ["no agent on the node", { agents: [{ node: "c", pod: null, before: null, now: null }] }, NO_AGENT],
  ["an agent that reads no file", { agents: [agent("loki_source_file_files_active_total 0")] }, NO_FILES],
  ["an agent that sends again", { agents: [agent(SENDS_AGAIN)] }, NOT_SENT],
  ["an agent whose lines are too old", { agents: [agent(TOO_OLD)] }, CLOCK_BEHIND],
  ["lines from the future", { refused: new Map([["too_far_in_future", 3]]) }, CLOCK_AHEAD],
  ["lines that Loki refuses", { refused: new Map([["stream_limit", 3]]) }, REFUSED],
  ["a drop that takes the line", { drop: "noise" }, DROPPED],
])("%s is the likely cause", (_, parts, cause) => {
  expect(firstCause(judgeMarkers(seen(parts)))).toBe(cause);
});

test.each([
  ["sent again", SENDS_AGAIN],
  ["found too old", TOO_OLD],
])("what an agent has %s before is no cause of now", (_, earlier) => {
  const outcome = judgeMarkers(seen({ agents: [agent(earlier, earlier)] }));
  expect(firstCause(outcome)).toBe(BACKLOG);
  // A node whose only line was dropped before its agent was asked.
  expect(outcome).toMatchObject({ causes: expect.arrayContaining([CLOCK_BEHIND]) });
});

test("an agent is asked before and after the wait, and one in another pod has no earlier figures", async () => {
  const metrics = [new Metrics(READS), new Metrics(SENDS_AGAIN)] as const;
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

test("the causes are filled with the names of the node and its agent", () => {
  const outcome = judgeMarkers(seen({ agents: [agent(READS)], drop: "noise" }));
  expect(outcome).toMatchObject({ names: { namespace: "logs", node: "c", agent: "alloy-c", drop: "noise" } });
});

describe("the marker's line", () => {
  const line = {
    text: markerLine("5f3f4f0e-2f6b-4f39-9d0b-7f2f2a1f0c11"),
    labels: new Map(Object.entries({ namespace: "monitoring", container: QUIET, pod: null, node: null })),
  };
  const drop = (selector: string) => ({ name: "noise", reason: "noise", selector });

  test("passes the plan's own drop", () => {
    expect(dropOf([rulerEvaluations("monitoring")], line)).toBeNull();
  });

  test.each(['{namespace="monitoring"}', '{namespace=~"mon.*"} |= "marker="'])("is dropped by %s", (selector) => {
    expect(dropOf([drop(selector)], line)).toBe("noise");
  });

  test.each(['{namespace="web"}', '{namespace="monitoring"} |= "GET"', '{pod="loki-0"}'])("passes %s", (selector) => {
    expect(dropOf([drop(selector)], line)).toBeNull();
  });
});
