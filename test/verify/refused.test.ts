import { setImmediate } from "node:timers/promises";
import { Metrics } from "../../src/diagnostics/metrics";
import type { Outcome } from "../../src/diagnostics/outcome";
import { withDependencies } from "../../src/diagnostics/runner";
import { diagnostics } from "../../src/verify";
import { namesOf } from "../../src/verify/context";
import {
  type AgentLosses,
  causes,
  collectLosses,
  linesWritten,
  type RefusedEvidence,
  refused,
} from "../../src/verify/refused";
import { exampleModel } from "../helpers/example";

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

const names = namesOf(exampleModel());

describe("rejected lines", () => {
  test("are counted without the diagnostic marker", () => {
    expect(withDependencies(diagnostics, ["refused"]).map(({ id }) => id)).not.toContain("marker");
  });

  test("are counted once the drill has written, or cannot", async () => {
    const { signal } = new AbortController();
    let hasWritten = false;
    const probes = () =>
      setImmediate().then(() => {
        hasWritten = true;
        return [];
      });
    await linesWritten({ probes }, signal);
    expect(hasWritten).toBe(true);
    await linesWritten({ probes: () => Promise.reject(new Error("pods is forbidden")) }, signal);
  });

  test("are not counted after the run was aborted", async () => {
    const ended = AbortSignal.abort(new Error("too late"));
    await expect(linesWritten({ probes: () => Promise.reject(new Error("x")) }, ended)).rejects.toThrow("too late");
  });

  const none = new Map<string, number>();
  const idle: AgentLosses = { pod: "alloy-a", dropped: none, retries: 0, limited: none, earlier: none };
  const evidence: RefusedEvidence = {
    refused: none,
    earlier: none,
    since: new Date("2026-01-02T03:04:05Z"),
    agents: [idle],
    agentCount: 1,
    names,
  };

  test("pass if Loki and the agents report none", () => {
    expect(refused.analyze(evidence)).toEqual({ status: "pass", detail: "none", notes: [] });
  });

  test("are a note if they are older than the run", () => {
    expect(refused.analyze({ ...evidence, earlier: new Map([["stream_limit", 7]]) })).toMatchObject({
      status: "pass",
      notes: ["earlier, since 2026-01-02 03:04, Loki rejected 7 (stream_limit)"],
    });
  });

  test.each([
    ["stream_limit", causes.stream_limit()],
    ["of_another_version", causes.otherReason({ ...names, reason: "of_another_version" })],
    ["constructor", causes.otherReason({ ...names, reason: "constructor" })],
  ])("with the reason %s fail during the run, with its cause", (reason, cause) => {
    const outcome = refused.analyze({ ...evidence, refused: new Map([[reason, 7]]) });
    expect(outcome).toMatchObject({ status: "fail", got: `Loki rejected 7 (${reason})` });
    expect(firstCause(outcome)).toEqual(cause);
  });

  test("fail if an agent drops them, and warn if it retries", () => {
    const dropping = { ...idle, dropped: new Map([["ingester_error", 2]]) };
    expect(refused.analyze({ ...evidence, agents: [dropping] })).toMatchObject({
      status: "fail",
      got: "alloy-a dropped 2 (ingester_error)",
      causes: [causes.agentsDrop({ ...names, agent: "alloy-a" })],
    });
    const retrying = { ...idle, retries: 3 };
    expect(refused.analyze({ ...evidence, agents: [retrying] })).toMatchObject({
      status: "warn",
      got: "alloy-a retried",
    });
  });

  test("warn with the sender if an agent drops them because of its limits", () => {
    const limiting = { ...idle, limited: new Map([["namespace noisy", 700]]) };
    const outcome = refused.analyze({ ...evidence, agents: [idle, limiting] });
    expect(outcome).toMatchObject({ status: "warn", got: "alloy-a dropped 700 (namespace noisy)" });
    expect(firstCause(outcome)?.cause).toMatch(/^On one node, the namespace noisy writes more than its share/);
    expect(firstCause(outcome)?.next).toMatch(/^kubectl get --raw '[^' ]+query=%7Bnamespace%3D%22noisy%22%7D[^' ]+'$/);
  });

  test.each(["rate_limited", "per_stream_rate_limit"])(
    "with the reason %s have a next step that shows who writes them",
    (reason) => {
      const outcome = refused.analyze({ ...evidence, refused: new Map([[reason, 7]]) });
      expect(firstCause(outcome)?.next).toMatch(/^kubectl get --raw '[^' ]+'$/);
    },
  );

  test("are known only from Loki if no agent answers", () => {
    expect(refused.analyze({ ...evidence, agents: [], agentCount: 900 })).toEqual({
      status: "pass",
      detail: "none by Loki",
      notes: ["no agent answers: whether they drop lines is unknown"],
    });
  });

  test("have a note on how many agents of a large cluster were asked", () => {
    expect(refused.analyze({ ...evidence, agentCount: 900 })).toMatchObject({ notes: ["1 of 900 agents were asked"] });
  });
});

describe("the losses of agents", () => {
  const counts = (dropped: number, retries: number) =>
    new Metrics(
      `loki_write_dropped_entries_total{reason="full"} ${dropped}\nloki_write_batch_retries_total ${retries}`,
    );
  const pass = async () => undefined;

  test("are what they count between two readings", async () => {
    const readings = [counts(2, 1), counts(5, 2)];
    expect(await collectLosses(["a"], async () => readings.shift() ?? null, pass)).toEqual([
      { pod: "a", dropped: new Map([["full", 3]]), retries: 1, limited: new Map(), earlier: new Map([["full", 2]]) },
    ]);
  });

  test("include lines above its limits, by their sender", async () => {
    const dropped = (web: number) =>
      new Metrics(
        [
          `loki_process_dropped_lines_by_label_total{component_id="loki.process.pods",label_name="namespace",label_value="web"} ${web}`,
          'loki_process_dropped_lines_by_label_total{component_id="loki.process.journal",label_name="transport",label_value="syslog"} 4',
        ].join("\n"),
      );
    const readings = [dropped(1), dropped(3)];
    expect(await collectLosses(["a"], async () => readings.shift() ?? null, pass)).toMatchObject([
      {
        limited: new Map([["namespace web", 2]]),
        earlier: new Map([
          ["namespace web", 1],
          ["transport syslog", 4],
        ]),
      },
    ]);
  });

  test("leave out an agent that does not answer, which is not asked again", async () => {
    const asked: string[] = [];
    const ask = async (pod: string) => {
      asked.push(pod);
      return pod === "b" ? counts(0, 0) : null;
    };
    expect((await collectLosses(["a", "b"], ask, pass)).map(({ pod }) => pod)).toEqual(["b"]);
    expect(asked).toEqual(["a", "b", "b"]);
  });
});
