import { setImmediate } from "node:timers/promises";
import { Metrics } from "../../src/diagnostics/metrics";
import type { Outcome } from "../../src/diagnostics/outcome";
import { needed } from "../../src/diagnostics/runner";
import { links } from "../../src/verify";
import { BY_REASON, OTHER_REASON } from "../../src/verify/refused/causes";
import { type AgentLosses, judgeRefused, type RefusedSeen } from "../../src/verify/refused/judgement";
import { linesWritten } from "../../src/verify/refused/lines";
import { lossesOf } from "../../src/verify/refused/losses";

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

describe("refused lines", () => {
  test("are looked for where the marker's line is among them", () => {
    expect(needed(links, ["refused"]).map(({ id }) => id)).not.toContain("marker");
  });

  test("are counted once the drill has written, or can't", async () => {
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
    await linesWritten(null, signal);
  });

  test("aren't counted any more once nobody waits for them", async () => {
    const ended = AbortSignal.abort(new Error("too late"));
    await expect(linesWritten({ probes: () => Promise.reject(new Error("x")) }, ended)).rejects.toThrow("too late");
  });

  const none = new Map<string, number>();
  const idle: AgentLosses = { pod: "alloy-a", dropped: none, retries: 0, earlier: none };
  const seen: RefusedSeen = {
    refused: none,
    earlier: none,
    since: new Date("2026-01-02T03:04:05Z"),
    agents: [idle],
    agentCount: 1,
  };

  test("hold where there are none", () => {
    expect(judgeRefused(seen)).toEqual({ status: "holds", figure: "none", notes: [] });
  });

  test("of before are a note, with since when", () => {
    expect(judgeRefused({ ...seen, earlier: new Map([["stream_limit", 7]]) })).toMatchObject({
      status: "holds",
      notes: ["earlier, since 2026-01-02 03:04, Loki refused 7 (stream_limit)"],
    });
  });

  test.each([
    ["stream_limit", BY_REASON["stream_limit"]],
    ["of_another_version", OTHER_REASON],
    ["constructor", OTHER_REASON],
  ])("of this run for %s are broken, with their cause", (reason, cause) => {
    const outcome = judgeRefused({ ...seen, refused: new Map([[reason, 7]]) });
    expect(outcome).toMatchObject({ status: "broken", found: `Loki refused 7 (${reason})` });
    expect(firstCause(outcome)).toBe(cause);
  });

  test("that an agent throws away are broken, and those that it sends again doubtful", () => {
    const dropping = { ...idle, dropped: new Map([["ingester_error", 2]]) };
    expect(judgeRefused({ ...seen, agents: [dropping] })).toMatchObject({
      status: "broken",
      found: "alloy-a threw away 2 (ingester_error)",
      names: { agent: "alloy-a" },
    });
    const retrying = { ...idle, retries: 3 };
    expect(judgeRefused({ ...seen, agents: [retrying] })).toMatchObject({
      status: "doubtful",
      found: "sent again by alloy-a",
    });
  });

  test.each(["rate_limited", "per_stream_rate_limit"])(
    "for %s are told with a command that shows who writes them",
    (reason) => {
      const outcome = judgeRefused({ ...seen, refused: new Map([[reason, 7]]) });
      expect(firstCause(outcome)?.next).toMatch(/^kubectl get --raw '[^' ]+'$/);
    },
  );

  test("of agents that can't be asked aren't known, and Loki's are", () => {
    expect(judgeRefused({ ...seen, agents: [], agentCount: 900 })).toEqual({
      status: "holds",
      figure: "none by Loki",
      notes: ["the agents can't be asked: whether they throw lines away isn't known"],
    });
  });

  test("of a large cluster are told with how many agents were asked", () => {
    expect(judgeRefused({ ...seen, agentCount: 900 })).toMatchObject({ notes: ["1 of 900 agents were asked"] });
  });
});

describe("what agents lose", () => {
  const counts = (dropped: number, retries: number) =>
    new Metrics(
      `loki_write_dropped_entries_total{reason="full"} ${dropped}\nloki_write_batch_retries_total ${retries}`,
    );
  const pass = async () => undefined;

  test("is what they count between two readings", async () => {
    const readings = [counts(2, 1), counts(5, 2)];
    expect(await lossesOf(["a"], async () => readings.shift() ?? null, pass)).toEqual([
      { pod: "a", dropped: new Map([["full", 3]]), retries: 1, earlier: new Map([["full", 2]]) },
    ]);
  });

  test("isn't known of one that gives no answer, which isn't asked again", async () => {
    const asked: string[] = [];
    const ask = async (pod: string) => {
      asked.push(pod);
      return pod === "b" ? counts(0, 0) : null;
    };
    expect((await lossesOf(["a", "b"], ask, pass)).map(({ pod }) => pod)).toEqual(["b"]);
    expect(asked).toEqual(["a", "b", "b"]);
  });
});
