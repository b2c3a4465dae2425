import type { Link } from "../../src/diagnostics/diagnostic";
import { absent, broken, doubtful, holds, notDeployed, notMeasured, type Outcome } from "../../src/diagnostics/outcome";
import { Walk, type WalkProps } from "../../src/diagnostics/runner";
import { Duration } from "../../src/units";
import { sampleLink } from "./samples";

type Looked = string[];

const FAULT = { found: "nothing", expected: "something", causes: [] };

function walk(links: readonly Link<Looked>[], props: Partial<WalkProps<Looked>> = {}) {
  const { signal } = new AbortController();
  return new Walk({ links, context: [], names: {}, readOnly: false, explain: fail, signal, ...props });
}

function fail(error: unknown): never {
  throw error;
}

async function statuses(links: readonly Link<Looked>[], props: Partial<WalkProps<Looked>> = {}) {
  return (await walk(links, props).all()).map(({ id, outcome }) => `${id} ${outcome.status}`);
}

/** A link that writes its name down when it is looked at. */
function noted(id: string, after: readonly string[] = [], outcome: Outcome = holds("")) {
  return sampleLink<Looked>(id, {
    after,
    look: async (looked) => {
      looked.push(id);
      return outcome;
    },
  });
}

test("a link is looked at after those that it depends on, once, and told in the order of the list", async () => {
  const looked: Looked = [];
  const links = [noted("alert", ["rules", "line"]), noted("line", ["loki"]), noted("rules", ["loki"]), noted("loki")];
  const results = await walk(links, { context: looked }).all();
  expect(results.map(({ id }) => id)).toEqual(["alert", "line", "rules", "loki"]);
  expect(looked).toHaveLength(4);
  expect(looked[0]).toBe("loki");
  expect(looked[3]).toBe("alert");
});

test("links that don't depend on one another are looked at at once", async () => {
  let release = () => {};
  const other = new Promise<void>((resolve) => {
    release = resolve;
  });
  const waiting = sampleLink<Looked>("waiting", { look: () => other.then(() => holds("")) });
  const releasing = sampleLink<Looked>("releasing", {
    look: async () => {
      release();
      return holds("");
    },
  });
  expect(await statuses([waiting, releasing])).toEqual(["waiting holds", "releasing holds"]);
});

test("what lies behind a broken link is not looked at, and names that link through any others", async () => {
  const looked: Looked = [];
  const links = [noted("loki", [], broken(FAULT)), noted("line", ["loki"]), noted("alert", ["line"]), noted("nodes")];
  const results = await walk(links, { context: looked }).all();
  expect(looked).toEqual(["loki", "nodes"]);
  expect(results.map(({ outcome }) => outcome)).toMatchObject([
    { status: "broken" },
    { status: "not-reached", behind: "loki" },
    { status: "not-reached", behind: "loki" },
    { status: "holds" },
  ]);
});

test("what lies behind a link that is broken for some and works for others is looked at", async () => {
  const links = [noted("agents", [], broken({ ...FAULT, isPartial: true })), noted("line", ["agents"])];
  expect(await statuses(links)).toEqual(["agents broken", "line holds"]);
});

test("after the walk was ended no further link is begun", async () => {
  const controller = new AbortController();
  const looked: Looked = [];
  const first = sampleLink<Looked>("first", {
    look: async () => {
      controller.abort();
      return holds("");
    },
  });
  const links = [first, noted("second", ["first"])];
  expect(await statuses(links, { context: looked, signal: controller.signal })).toEqual([
    "first holds",
    "second not-measured",
  ]);
  expect(looked).toEqual([]);
});

test.each([doubtful(FAULT), notDeployed("another plan"), notMeasured("nobody said where")])(
  "what lies behind a link that is $status is looked at",
  async (outcome) => {
    expect(await statuses([noted("first", [], outcome), noted("second", ["first"])])).toContain("second holds");
  },
);

test("a run that only reads leaves out what makes something, and looks behind it", async () => {
  const making = { ...noted("marker"), creates: true };
  const looked: Looked = [];
  expect(await statuses([making, noted("refused", ["marker"])], { readOnly: true, context: looked })).toEqual([
    "marker not-measured",
    "refused holds",
  ]);
  expect(looked).toEqual(["refused"]);
});

test("a link that takes longer than its patience is broken, whether it listens to its signal or not", async () => {
  const patience = Duration.seconds(1);
  const deaf = sampleLink<Looked>("deaf", { patience, look: () => new Promise(() => {}) });
  const hearing = sampleLink<Looked>("hearing", {
    patience,
    look: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  const results = await walk([deaf, hearing]).all();
  expect(results.map(({ outcome }) => outcome)).toMatchObject([
    { status: "broken", found: "nothing within 1s" },
    { status: "broken", found: "nothing within 1s" },
  ]);
});

test("a link whose time is over may say what it has waited for", async () => {
  const waiting = sampleLink<Looked>("waiting", {
    patience: Duration.seconds(1),
    look: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("no pod answers")))),
  });
  const explain = (error: unknown) => broken({ ...FAULT, found: String(error) });
  expect(await walk([waiting], { explain }).all()).toMatchObject([{ outcome: { found: "Error: no pod answers" } }]);
});

test("an error is explained, and the explanation decides what kind of failure it is", async () => {
  const failing = sampleLink<Looked>("failing", { look: async () => fail(new Error("403")) });
  const explain = (error: unknown, { id }: Link<never>) =>
    broken({ ...FAULT, found: `${id}: ${error}`, failure: "access" });
  expect(await walk([failing], { explain }).all()).toMatchObject([
    { failure: "access", outcome: { found: "failing: Error: 403" } },
  ]);
});

test("an error that nobody can explain ends the walk", async () => {
  const failing = sampleLink<Looked>("failing", { look: async () => fail(new TypeError("a mistake")) });
  await expect(walk([failing]).all()).rejects.toThrow("a mistake");
});

test("the signal of the walk reaches every link", async () => {
  const controller = new AbortController();
  const ended = sampleLink<Looked>("ended", {
    look: async (_, signal) => {
      controller.abort();
      return notMeasured(`it was ended: ${signal.aborted}`);
    },
  });
  expect(await walk([ended], { signal: controller.signal }).all()).toMatchObject([
    { outcome: { why: "it was ended: true" } },
  ]);
});

test("a link that depends on one that doesn't exist is a mistake of this program", async () => {
  await expect(walk([noted("line", ["lokki"])]).all()).rejects.toThrow('no link is called "lokki"');
});

test("behind what isn't there nothing is looked at, and behind what is of another plan it is", async () => {
  const behindOther = [noted("rules", [], notDeployed("another digest")), noted("alert", ["rules"])];
  expect(await statuses(behindOther)).toEqual(["rules not-deployed", "alert holds"]);
  const behindNothing = [noted("rules", [], absent("no rules")), noted("alert", ["rules"])];
  expect(await statuses(behindNothing)).toEqual(["rules not-deployed", "alert not-reached"]);
});

test("what can't be measured may name a command, which is aimed like those of causes", async () => {
  const why = "whether nodes can mount it shows: kubectl debug node/<node>";
  const names = { kubectl: "kubectl --context away", node: "node1" };
  const [result] = await walk([noted("nfs", [], notMeasured(why))], { names }).all();
  expect(result?.outcome).toMatchObject({
    why: "whether nodes can mount it shows: kubectl --context away debug node/node1",
  });
});

test("a cause is told with the names of the installation, and before them those that the link has seen", async () => {
  const cause = { cause: "It hangs.", next: "kubectl -n <namespace> logs <pod>" };
  const fault = broken({ ...FAULT, causes: [cause], names: { pod: "loki-0" } });
  const names = { namespace: "monitoring", pod: "any" };
  const [result] = await walk([noted("loki", [], fault)], { names }).all();
  expect(result?.outcome).toMatchObject({ names: { namespace: "monitoring", pod: "loki-0" } });
});
