import { Metrics } from "../../src/diagnostics/metrics";
import type { Outcome } from "../../src/diagnostics/outcome";
import { links } from "../../src/verify";
import { judgeLabels, NO_LINES, OTHER_PIPELINE } from "../../src/verify/labels/judgement";
import { OVERLOADED, REPLAYING, RING, VOLUME } from "../../src/verify/loki-ready/causes";
import { judgeReadiness } from "../../src/verify/loki-ready/judgement";
import { judgeNamespaces, type SilentNamespace } from "../../src/verify/namespaces/judgement";

function firstCause(outcome: Outcome) {
  return "causes" in outcome ? outcome.causes[0] : undefined;
}

const COMMAND = /^(?:kubectl|npm|helm|logcli|lokitool|terraform) /;

test("what comes next is one command, or one change, and can be pasted", () => {
  const commands = links.flatMap(({ causes }) => causes.map(({ next }) => next)).filter((next) => COMMAND.test(next));
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter((next) => /, | and: | beside | shows /.test(next))).toEqual([]);
});

describe("Loki's readiness", () => {
  const started = (ago: number) =>
    new Metrics(`loki_build_info{version="3.7.8"} 1\nprocess_start_time_seconds ${1_000_000 - ago}`);

  test.each([
    [30, "3.7.8, up for 30 s"],
    [300, "3.7.8, up for 5 min"],
    [9_000, "3.7.8, up for 2 h"],
    [300_000, "3.7.8, up for 3 days"],
  ])("is told with its version after %i s", (ago, figure) => {
    expect(judgeReadiness({ state: "ready", metrics: started(ago) }, 1_000_000)).toMatchObject({ figure });
  });

  test.each([
    ["Ingester not ready: waiting for 15s after being ready", REPLAYING],
    ["too many unhealthy instances in the ring", RING],
    ["write /var/loki/x: no space left on device", VOLUME],
    ["context deadline exceeded", OVERLOADED],
  ])('"%s" has its likely cause', (says, cause) => {
    const outcome = judgeReadiness({ state: "no-queries", says: `500 ${says}\n` }, 0);
    expect(outcome).toMatchObject({ status: "broken", found: `ready, but a query is answered: 500 ${says}` });
    expect(firstCause(outcome)).toBe(cause);
  });
});

describe("labels", () => {
  const seen = {
    expected: ["namespace", "node"],
    labels: ["node", "namespace"],
    nodes: ["a", "b"],
    seenNodes: ["b", "a", "gone"],
    isMarked: true,
  };

  test("hold where all are there, from every node", () => {
    expect(judgeLabels(seen)).toMatchObject({ status: "holds", figure: "2 labels, 2 of 2 nodes" });
  });

  test("are broken where one is missing, and another pipeline is likely", () => {
    const outcome = judgeLabels({ ...seen, labels: ["namespace"] });
    expect(outcome).toMatchObject({ status: "broken", found: "no label node" });
    expect(firstCause(outcome)).toBe(OTHER_PIPELINE);
  });

  test("are broken where there are none, and no line is likely", () => {
    expect(firstCause(judgeLabels({ ...seen, labels: [] }))).toBe(NO_LINES);
  });

  test("of a silent node are doubtful, and broken where no marker will tell", () => {
    const silent = { ...seen, seenNodes: ["a"] };
    expect(judgeLabels(silent)).toMatchObject({ status: "doubtful", found: "no lines of b" });
    expect(judgeLabels({ ...silent, isMarked: false })).toMatchObject({ status: "broken" });
  });
});

const QUIET: SilentNamespace = { name: "", writer: null, node: null, drop: null, problem: null };

describe("namespaces", () => {
  const judge = (...silent: readonly SilentNamespace[]) => judgeNamespaces({ heard: 3, silent, ownNamespace: "logs" });
  const silent = (name: string, parts: Partial<SilentNamespace> = {}) => ({ ...QUIET, name, ...parts });

  test("hold where those without lines write nothing, or are dropped, which is told", () => {
    const outcome = judge(silent("quiet"), silent("web", { writer: "web-1", drop: "noise" }));
    expect(outcome).toEqual({
      status: "holds",
      figure: "3 namespaces",
      notes: ["pods run and write nothing: quiet", "dropped by the settings: web (noise)"],
    });
  });

  test("are broken where a pod writes of which Loki has nothing", () => {
    expect(judge(silent("shop", { writer: "shop-1", node: "a" }))).toMatchObject({
      status: "broken",
      found: "shop (shop-1 writes): no line in Loki",
      names: { namespace: "shop", pod: "shop-1", node: "a", "own-namespace": "logs" },
    });
  });

  test("whose logs can't be read aren't called quiet", () => {
    expect(judge(silent("shop", { problem: "no route to host" }))).toMatchObject({
      status: "holds",
      notes: ["logs can't be read: shop (no route to host)"],
    });
  });
});
