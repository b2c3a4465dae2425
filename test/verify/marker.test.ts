import { rulerEvaluations } from "../../src/alloy/ruler-evaluations";
import { Metrics } from "../../src/live/metrics";
import type { Outcome } from "../../src/live/outcome";
import type { Agent } from "../../src/verify/agents/agent";
import { dropOf } from "../../src/verify/agents/drops";
import { markerLine, type Probe, QUIET } from "../../src/verify/drill";
import {
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

function agent(metrics: string): Agent {
  return { node: "c", pod: "alloy-c", metrics: new Metrics(metrics) };
}

const READS = "loki_source_file_files_active_total 30";

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
  expect(outcome).toMatchObject({ status: "holds", figure: "3 of 3 nodes, median 2.0 s, worst 5.0 s" });
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

test.each<[string, Partial<MarkersSeen>, object]>([
  ["no agent on the node", { agents: [{ node: "c", pod: null, metrics: null }] }, NO_AGENT],
  ["an agent that reads no file", { agents: [agent("loki_source_file_files_active_total 0")] }, NO_FILES],
  ["an agent that sends again", { agents: [agent(`${READS}\nloki_write_batch_retries_total{host="x"} 4`)] }, NOT_SENT],
  [
    "an agent whose lines are too old",
    { agents: [agent(`${READS}\nloki_process_dropped_lines_total{reason="older_than_retention"} 4`)] },
    CLOCK_BEHIND,
  ],
  ["lines from the future", { refused: new Map([["too_far_in_future", 3]]) }, CLOCK_AHEAD],
  ["lines that Loki refuses", { refused: new Map([["stream_limit", 3]]) }, REFUSED],
  ["a drop that takes the line", { drop: "noise" }, DROPPED],
])("%s is the likely cause", (_, parts, cause) => {
  expect(firstCause(judgeMarkers(seen(parts)))).toBe(cause);
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
