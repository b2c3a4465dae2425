import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

let folder: ProgramFolder;
let program: string;

beforeAll(() => {
  folder = new ProgramFolder();
  program = folder.bundleText("program", ENTRY);
});

afterAll(() => folder.remove());

/**
 * Looks at clusters that aren't there. In "BROKEN" and "ROLLING" the first look finds Loki so, in "DOUBTFUL" every look;
 * "WAIT" is how many
 * milliseconds the last link takes, and "REMOVING" how many it takes to remove what was made.
 */
const ENTRY = `
  import { setTimeout } from "node:timers/promises";
  import { broken, doubtful, holds } from "./src/diagnostics/outcome";
  import { run } from "./src/diagnostics/run";
  import { Duration } from "./src";

  const { CLUSTERS = "prod", BROKEN, ROLLING, DOUBTFUL, WAIT = "0", REMOVING = "0", WATCH } = process.env;
  const looked = new Set();
  const link = { failure: "loki", patience: Duration.minutes(1), access: () => [], creates: false, causes: [] };
  const loki = {
    ...link, id: "loki", title: "Loki is ready", after: [],
    look: async ({ context }) => {
      const again = looked.has(context);
      looked.add(context);
      if (!again && context === BROKEN) return broken({ found: "503", expected: "200", causes: [] });
      const rollout = { found: "a rollout", expected: "its end", causes: [], isPassing: true };
      if (!again && context === ROLLING) return doubtful(rollout);
      if (context === DOUBTFUL) return doubtful({ found: "an old node", expected: "a new one", causes: [] });
      return holds("200");
    },
  };
  const line = {
    ...link, id: "line", title: "a line arrives", after: ["loki"],
    look: async (_, signal) => {
      console.error("looking for the line");
      await setTimeout(Number(WAIT), undefined, { signal });
      return holds("2.1 s");
    },
  };
  const begin = ({ context }) => ({
    context: { context },
    made: {
      byHand: "delete the pods of " + context,
      remove: async () => {
        await setTimeout(Number(REMOVING));
        console.error("removed from " + context);
      },
    },
  });
  const inspection = { command: "verify", names: {}, links: [loki, line], success: () => "A line arrives", begin };
  const clusters = CLUSTERS.split(",").map((context) => ({ context, server: "https://" + context, tools: {} }));
  const watch = WATCH === undefined ? null : Duration.seconds(Number(WATCH));
  run(inspection, clusters, { kubeconfig: null, contexts: [], readOnly: false, urls: {}, json: false, junit: null, watch });`;

test("what was made is removed, and then it is told what was seen", () => {
  expect(run(program)).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^✔ Loki is ready .*\n✔ a line arrives .*\n\nA line arrives\.\n$/),
    stderr: "looking for the line\nremoved from prod\n",
  });
});

test("clusters are looked at at once, each with an end of its own, and the first failure is the exit code", () => {
  const { status, stdout, stderr } = run(program, { environment: { CLUSTERS: "prod,test", BROKEN: "prod" } });
  expect(status).toBe(8);
  expect(stdout).toMatch(/^prod .*\nBroken at: Loki is ready .*\n\n\ntest .*\nA line arrives\.\n$/s);
  expect(stderr).toContain("removed from prod\n");
  expect(stderr).toContain("removed from test\n");
});

test("a watch waits until nothing is broken and every rollout has ended, and for no doubt that stays", () => {
  const environment = { CLUSTERS: "prod,test,dev", BROKEN: "prod", ROLLING: "test", DOUBTFUL: "dev", WATCH: "60" };
  const { status, stdout, stderr } = run(program, { environment });
  expect(status).toBe(0);
  expect(stdout.match(/^A line arrives.*$/gm)).toEqual([
    "A line arrives.",
    "A line arrives.",
    expect.stringContaining("A line arrives, and something is wrong at: loki."),
  ]);
  expect(stderr.match(/^\w+: .*$/gm)).toEqual([
    expect.stringContaining("prod: Broken at: Loki is ready "),
    expect.stringContaining("test: A line arrives, and something is wrong at: loki."),
    expect.stringContaining("dev: A line arrives, and something is wrong at: loki."),
  ]);
  expect(stderr.match(/^removed from prod$/gm)).toHaveLength(2);
});

test("a watch that is over tells what was seen last", () => {
  const { status, stdout } = run(program, { environment: { BROKEN: "prod", WATCH: "0" } });
  expect({ status, stdout }).toEqual({ status: 8, stdout: expect.stringContaining("Broken at: Loki is ready") });
});

/** Sends signals to the program while it looks for the line, the second one while it removes what was made. */
async function interrupted(signals: readonly NodeJS.Signals[], environment: NodeJS.ProcessEnv) {
  const env = { PATH: process.env["PATH"], WAIT: "60000", ...environment };
  const child = spawn(process.execPath, [program], { env });
  const told = { stdout: text(child.stdout), stderr: text(child.stderr) };
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await new Promise((resolve) => child.stderr.once("data", resolve));
  const [first, ...others] = signals;
  child.kill(first);
  for (const signal of others) {
    // Two at once would be one key press.
    await setTimeout(1_000);
    child.kill(signal);
  }
  return { status: await ended, stdout: await told.stdout, stderr: await told.stderr };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends it, removes what was made, and tells no result",
  async (signal) => {
    const { status, stdout, stderr } = await interrupted([signal], {});
    expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
    expect(stderr).toMatch(/\nInterrupted: .*\nremoved from prod\n$/);
  },
);

test("a second Ctrl-C ends it at once, and names what is left behind", async () => {
  const { status, stderr } = await interrupted(["SIGINT", "SIGINT"], { REMOVING: "30000" });
  expect(status).toBe(130);
  expect(stderr).toMatch(/\nLeft behind, where it was made: delete the pods of prod\n$/);
});
