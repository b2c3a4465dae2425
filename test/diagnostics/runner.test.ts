import type { Diagnostic } from "../../src/diagnostics/diagnostic";
import { absent, fail, notDeployed, type Outcome, pass, skipped, warn } from "../../src/diagnostics/outcome";
import { Runner, type RunnerProps } from "../../src/diagnostics/runner";
import { Duration } from "../../src/units";
import { sampleDiagnostic } from "./samples";

type Ran = string[];

const FAULT = { got: "nothing", expected: "something", causes: [] };

function runner(diagnostics: readonly Diagnostic<Ran>[], props: Partial<RunnerProps<Ran>> = {}) {
  const { signal } = new AbortController();
  const defaults = { context: [], commands: {}, readOnly: false, explainError: rethrow, signal };
  return new Runner({ diagnostics, ...defaults, ...props });
}

async function rethrow(error: unknown): Promise<never> {
  throw error;
}

async function statuses(diagnostics: readonly Diagnostic<Ran>[], props: Partial<RunnerProps<Ran>> = {}) {
  return (await runner(diagnostics, props).all()).map(({ id, outcome }) => `${id} ${outcome.status}`);
}

/** A diagnostic that records its run. */
function recorded(id: string, after: readonly string[] = [], outcome: Outcome = pass("")) {
  return sampleDiagnostic<Ran>(id, {
    after: after.map((each) => ({ id: each })),
    run: async (ran) => {
      ran.push(id);
      return outcome;
    },
  });
}

test("runs a diagnostic once, after those it depends on, and keeps the order of the list", async () => {
  const ran: Ran = [];
  const diagnostics = [
    recorded("alert", ["rules", "line"]),
    recorded("line", ["loki"]),
    recorded("rules", ["loki"]),
    recorded("loki"),
  ];
  const results = await runner(diagnostics, { context: ran }).all();
  expect(results.map(({ id }) => id)).toEqual(["alert", "line", "rules", "loki"]);
  expect(ran).toHaveLength(4);
  expect(ran[0]).toBe("loki");
  expect(ran[3]).toBe("alert");
});

test("runs independent diagnostics at the same time", async () => {
  let release = () => {};
  const other = new Promise<void>((resolve) => {
    release = resolve;
  });
  const waiting = sampleDiagnostic<Ran>("waiting", { run: () => other.then(() => pass("")) });
  const releasing = sampleDiagnostic<Ran>("releasing", {
    run: async () => {
      release();
      return pass("");
    },
  });
  expect(await statuses([waiting, releasing])).toEqual(["waiting pass", "releasing pass"]);
});

test("blocks diagnostics that depend on a failed one, and names the first that failed", async () => {
  const ran: Ran = [];
  const diagnostics = [
    recorded("loki", [], fail(FAULT)),
    recorded("line", ["loki"]),
    recorded("alert", ["line"]),
    recorded("nodes"),
  ];
  const results = await runner(diagnostics, { context: ran }).all();
  expect(ran).toEqual(["loki", "nodes"]);
  expect(results.map(({ outcome }) => outcome)).toMatchObject([
    { status: "fail" },
    { status: "blocked", by: "loki" },
    { status: "blocked", by: "loki" },
    { status: "pass" },
  ]);
});

test("runs diagnostics that depend on a partial failure", async () => {
  const diagnostics = [recorded("agents", [], fail({ ...FAULT, isPartial: true })), recorded("line", ["agents"])];
  expect(await statuses(diagnostics)).toEqual(["agents fail", "line pass"]);
});

test("starts no further diagnostic after the run was aborted", async () => {
  const controller = new AbortController();
  const ran: Ran = [];
  const first = sampleDiagnostic<Ran>("first", {
    run: async () => {
      controller.abort();
      return pass("");
    },
  });
  const diagnostics = [first, recorded("second", ["first"])];
  expect(await statuses(diagnostics, { context: ran, signal: controller.signal })).toEqual([
    "first pass",
    "second skipped",
  ]);
  expect(ran).toEqual([]);
});

test.each([warn(FAULT), notDeployed("another version"), skipped("no URL")])(
  "runs what depends on the status $status",
  async (outcome) => {
    expect(await statuses([recorded("first", [], outcome), recorded("second", ["first"])])).toContain("second pass");
  },
);

test("skips a diagnostic that mutates in a read-only run, and runs those that depend on it", async () => {
  const creating = { ...recorded("marker"), mutates: true };
  const ran: Ran = [];
  expect(await statuses([creating, recorded("refused", ["marker"])], { readOnly: true, context: ran })).toEqual([
    "marker skipped",
    "refused pass",
  ]);
  expect(ran).toEqual(["refused"]);
});

test("fails a diagnostic after its timeout, whether it listens to its signal or not", async () => {
  const timeout = Duration.milliseconds(20);
  const deaf = sampleDiagnostic<Ran>("deaf", { timeout, run: () => new Promise(() => {}) });
  const listening = sampleDiagnostic<Ran>("listening", {
    timeout,
    run: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  const results = await runner([deaf, listening]).all();
  expect(results.map(({ outcome }) => outcome)).toMatchObject([
    { status: "fail", got: `no answer within ${timeout}` },
    { status: "fail", got: `no answer within ${timeout}` },
  ]);
});

test("lets a diagnostic report what it was waiting for after its timeout", async () => {
  const waiting = sampleDiagnostic<Ran>("waiting", {
    timeout: Duration.milliseconds(20),
    run: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("no pod answers")))),
  });
  const explainError = async (error: unknown) => fail({ ...FAULT, got: String(error) });
  expect(await runner([waiting], { explainError }).all()).toMatchObject([
    { outcome: { got: "Error: no pod answers" } },
  ]);
});

test("explains an error, and takes the kind of failure from the explanation", async () => {
  const failing = sampleDiagnostic<Ran>("failing", { run: () => rethrow(new Error("403")) });
  const explainError = async (error: unknown) => fail({ ...FAULT, got: `${error}`, failure: "permissions" });
  expect(await runner([failing], { explainError }).all()).toMatchObject([
    { id: "failing", failure: "permissions", outcome: { got: "Error: 403" } },
  ]);
});

test("ends with an error that has no explanation", async () => {
  const failing = sampleDiagnostic<Ran>("failing", { run: () => rethrow(new TypeError("a bug")) });
  await expect(runner([failing]).all()).rejects.toThrow("a bug");
});

test("passes its signal to every diagnostic", async () => {
  const controller = new AbortController();
  const ended = sampleDiagnostic<Ran>("ended", {
    run: async (_, signal) => {
      controller.abort();
      return skipped(`aborted: ${signal.aborted}`);
    },
  });
  expect(await runner([ended], { signal: controller.signal }).all()).toMatchObject([
    { outcome: { reason: "aborted: true" } },
  ]);
});

test("rejects a dependency that the list lacks", async () => {
  await expect(runner([recorded("line", ["lokki"])]).all()).rejects.toThrow('the list has no diagnostic "lokki"');
});

test("blocks diagnostics that depend on an absent stack, but not on another version", async () => {
  const afterOther = [recorded("rules", [], notDeployed("another digest")), recorded("alert", ["rules"])];
  expect(await statuses(afterOther)).toEqual(["rules not-deployed", "alert pass"]);
  const afterNothing = [recorded("rules", [], absent("no rules")), recorded("alert", ["rules"])];
  expect(await statuses(afterNothing)).toEqual(["rules not-deployed", "alert blocked"]);
});

test("adds the cluster's options to a command in the reason for a skip", async () => {
  const reason = "to test the mount: kubectl debug node/worker-1";
  const commands = { kubectl: "kubectl --context away" };
  const [result] = await runner([recorded("nfs", [], skipped(reason))], { commands }).all();
  expect(result?.outcome).toMatchObject({ reason: "to test the mount: kubectl --context away debug node/worker-1" });
});

test("adds the cluster's options to a command in a next step", async () => {
  const causes = [{ cause: "It hangs.", next: "kubectl --namespace monitoring logs loki-0" }];
  const commands = { kubectl: "kubectl --context away" };
  const [result] = await runner([recorded("loki", [], fail({ ...FAULT, causes }))], { commands }).all();
  expect(result?.outcome).toMatchObject({
    causes: [{ cause: "It hangs.", next: "kubectl --context away --namespace monitoring logs loki-0" }],
  });
});
