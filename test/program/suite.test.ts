import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const folder = ProgramFolder.ofTests();

/**
 * Runs a suite on clusters that do not exist. BROKEN and ROLLING name the cluster whose Loki has this result in the first
 * run, WARNING in every run. WAIT is the duration of the last diagnostic in milliseconds, REMOVING that of the cleanup.
 */
const ENTRY = `
  import { setTimeout } from "node:timers/promises";
  import { fail, pass, warn } from "./src/diagnostics/outcome";
  import { runSuite } from "./src/diagnostics/suite";
  import { Duration } from "./src/units";

  const { CLUSTERS = "prod", BROKEN, ROLLING, WARNING, WAIT = "0", REMOVING = "0", WATCH } = process.env;
  const seen = new Set();
  const common = { failure: "loki", timeout: Duration.minutes(1), permissions: () => [], mutates: false, causes: {} };
  const loki = {
    ...common, id: "loki", title: "Loki is ready", after: [],
    run: async ({ context }) => {
      const again = seen.has(context);
      seen.add(context);
      if (!again && context === BROKEN) return fail({ got: "503", expected: "200", causes: [] });
      const rollout = { got: "a rollout", expected: "its end", causes: [], isTransient: true };
      if (!again && context === ROLLING) return warn(rollout);
      if (context === WARNING) return warn({ got: "an old node", expected: "a new one", causes: [] });
      return pass("200");
    },
  };
  const line = {
    ...common, id: "line", title: "a line arrives", after: [loki],
    run: async (_, signal) => {
      console.error("waiting for the line");
      await setTimeout(Number(WAIT), undefined, { signal });
      return pass("2.1 s");
    },
  };
  const start = ({ context }) => ({
    context: { context },
    cleanup: {
      manualCleanup: "delete the pods of " + context,
      remove: async () => {
        await setTimeout(Number(REMOVING));
        console.error("removed from " + context);
      },
    },
  });
  const suite = { command: "verify", diagnostics: [loki, line], success: () => "A line arrives", start };
  const clusters = CLUSTERS.split(",").map((context) => ({ context, server: "https://" + context, tools: {} }));
  const watch = WATCH === undefined ? null : Duration.seconds(Number(WATCH));
  runSuite(suite, clusters, { kubeconfig: null, contexts: [], readOnly: false, urls: {}, terraform: { kubeconfig: null, context: null }, json: false, junit: null, watch });`;

const program = folder.bundleText("program", ENTRY);

test("cleans up, then reports the results", () => {
  expect(run(program)).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^✔ Loki is ready .*\n✔ a line arrives .*\n\nA line arrives\.\n$/),
    stderr: "waiting for the line\nremoved from prod\n",
  });
});

test("runs on all clusters in parallel, and exits with the code of the first failure", () => {
  const { status, stdout, stderr } = run(program, { environment: { CLUSTERS: "prod,test", BROKEN: "prod" } });
  expect(status).toBe(8);
  expect(stdout).toMatch(/^prod .*\nFailed: loki .*\n\n\ntest .*\nA line arrives\.\n$/s);
  expect(stderr).toContain("removed from prod\n");
  expect(stderr).toContain("removed from test\n");
});

test("--watch waits for failures and rollouts, but not for warnings", () => {
  const environment = { CLUSTERS: "prod,test,dev", BROKEN: "prod", ROLLING: "test", WARNING: "dev", WATCH: "60" };
  const { status, stdout, stderr } = run(program, { environment });
  expect(status).toBe(0);
  expect(stdout.match(/^A line arrives.*$/gm)).toEqual([
    "A line arrives.",
    "A line arrives.",
    expect.stringContaining("A line arrives, with warnings: loki."),
  ]);
  expect(stderr.match(/^\w+: .*$/gm)).toEqual([
    expect.stringContaining("prod: Failed: loki "),
    expect.stringContaining("test: A line arrives, with warnings: loki."),
    expect.stringContaining("dev: A line arrives, with warnings: loki."),
  ]);
  expect(stderr.match(/^removed from prod$/gm)).toHaveLength(2);
});

test("--watch reports the last results at its end", () => {
  const { status, stdout } = run(program, { environment: { BROKEN: "prod", WATCH: "0" } });
  expect({ status, stdout }).toEqual({ status: 8, stdout: expect.stringContaining("Failed: loki") });
});

/** Sends signals to the program while it waits for the line, the second one during the cleanup. */
async function interrupted(signals: readonly NodeJS.Signals[], environment: NodeJS.ProcessEnv) {
  const env = { PATH: process.env["PATH"], WAIT: "60000", ...environment };
  const child = spawn(process.execPath, [program], { env });
  const output = { stdout: text(child.stdout), stderr: text(child.stderr) };
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await new Promise((resolve) => child.stderr.once("data", resolve));
  const [first, ...others] = signals;
  child.kill(first);
  for (const signal of others) {
    // Two signals at the same time would count as one key press.
    await setTimeout(1_000);
    child.kill(signal);
  }
  return { status: await ended, stdout: await output.stdout, stderr: await output.stderr };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s cleans up and reports no results", async (signal) => {
  const { status, stdout, stderr } = await interrupted([signal], {});
  expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
  expect(stderr).toMatch(/\nInterrupted: .*\nremoved from prod\n$/);
});

test("a second Ctrl-C exits immediately, and names the objects that remain", async () => {
  const { status, stderr } = await interrupted(["SIGINT", "SIGINT"], { REMOVING: "30000" });
  expect(status).toBe(130);
  expect(stderr).toMatch(/\nLeft behind: delete the pods of prod\n$/);
});
