import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Cluster } from "../kube/cluster";
import { Duration } from "../units";
import { type CommandLineOptions, commandsFor } from "./commands";
import type { Diagnostic } from "./diagnostic";
import { explainError } from "./explain-error";
import { type Cleanup, INTERRUPTED, Interruption } from "./interruption";
import { type ClusterResults, exitCode, type Result } from "./outcome";
import { reportJson } from "./reporters/json";
import { reportJunit } from "./reporters/junit";
import { showProgress } from "./reporters/progress";
import { reportScreen, summarize } from "./reporters/screen";
import { type Colors, findTerminal, PLAIN, type Terminal } from "./reporters/terminal";
import { Runner } from "./runner";

/** The diagnostics of one command, and the summary if all pass. */
export interface Suite<Context> {
  /** The word after "npm run". */
  readonly command: string;
  /** In the order of the report. */
  readonly diagnostics: readonly Diagnostic<Context>[];
  /**
   * @param ids of the diagnostics that run
   * @param signal ends when the cluster's run or the whole program ends
   */
  readonly start: (cluster: Cluster, ids: ReadonlySet<string>, signal: AbortSignal) => Started<Context>;
  /** One sentence, without its full stop, for results without a failure. */
  readonly success: (results: readonly Result[]) => string;
}

export interface Started<Context> {
  readonly context: Context;
  /** Removes what the run creates on the cluster. Null if it creates nothing. */
  readonly cleanup: Cleanup | null;
}

export interface SuiteOptions extends CommandLineOptions {
  readonly json: boolean;
  /** The path of the JUnit file. Null for none. */
  readonly junit: string | null;
  /** How long to repeat the run until everything passes. Null for a single run. */
  readonly watch: Duration | null;
}

/** The pause between two runs of `--watch`. */
const PAUSE = Duration.seconds(5);

/** Runs a suite on clusters, reports the results, and sets the exit code. */
export async function runSuite<Context>(
  suite: Suite<Context>,
  clusters: readonly Cluster[],
  options: SuiteOptions,
): Promise<void> {
  const terminal = options.json ? null : await findTerminal();
  const interruption = new Interruption();
  try {
    const results = await repeat(() => runOnce({ suite, clusters, options, interruption, terminal }), {
      suite,
      watch: options.watch,
      signal: interruption.signal,
    });
    if (interruption.signal.aborted) process.exitCode = INTERRUPTED;
    else await report(suite, results, options, terminal?.colors ?? PLAIN);
  } finally {
    interruption.end();
  }
}

interface Repetition {
  readonly suite: Pick<Suite<never>, "success">;
  readonly watch: Duration | null;
  readonly signal: AbortSignal;
}

async function repeat(
  once: () => Promise<readonly ClusterResults[]>,
  { suite, watch, signal }: Repetition,
): Promise<readonly ClusterResults[]> {
  const end = performance.now() + (watch?.toMilliseconds() ?? 0);
  for (;;) {
    const clusters = await once();
    if (isSettled(clusters) || signal.aborted || performance.now() >= end) return clusters;
    for (const { context, results } of clusters) console.error(`${context}: ${summarize(suite, results)}`);
    await setTimeout(PAUSE.toMilliseconds(), undefined, { signal }).catch(() => undefined);
  }
}

/** A rollout in progress is no failure, but `--watch` waits for its end. */
function isSettled(clusters: readonly ClusterResults[]): boolean {
  const outcomes = clusters.flatMap(({ results }) => results.map(({ outcome }) => outcome));
  return exitCode(clusters) === 0 && !outcomes.some((outcome) => outcome.status === "warn" && outcome.isTransient);
}

interface Run<Context> {
  readonly suite: Suite<Context>;
  readonly clusters: readonly Cluster[];
  readonly options: SuiteOptions;
  readonly interruption: Interruption;
  /** Null if the output is no terminal. */
  readonly terminal: Terminal | null;
}

/** Runs the suite on all clusters at once, then removes what it created there. */
async function runOnce<Context>(run: Run<Context>): Promise<readonly ClusterResults[]> {
  const { suite, interruption, terminal } = run;
  const runs = run.clusters.map((cluster) => startOn(cluster, run));
  try {
    if (terminal !== null) await showProgress(terminal, suite.diagnostics, runs);
    return await Promise.all(
      runs.map(async ({ cluster: { context, server }, runner }) => ({ context, server, results: await runner.all() })),
    );
  } finally {
    if (interruption.signal.aborted && runs.some(({ cleanup }) => cleanup !== null))
      console.error("Interrupted: removing what the run created. Press Ctrl-C again to stop at once.");
    await Promise.all(runs.map((each) => cleanUp(each, interruption)));
  }
}

interface ClusterRun<Context> {
  readonly cluster: Cluster;
  readonly runner: Runner<Context>;
  readonly cleanup: Cleanup | null;
  readonly end: AbortController;
}

function startOn<Context>(cluster: Cluster, { suite, options, interruption }: Run<Context>): ClusterRun<Context> {
  const end = new AbortController();
  const signal = AbortSignal.any([interruption.signal, end.signal]);
  const { diagnostics, command } = suite;
  const { context, cleanup } = suite.start(cluster, new Set(diagnostics.map(({ id }) => id)), signal);
  if (cleanup !== null) interruption.track(cleanup);
  const { readOnly } = options;
  const commands = commandsFor(cluster, options);
  const runner = new Runner({
    diagnostics,
    context,
    commands,
    readOnly,
    signal,
    explainError: (error, signal) => explainError(error, { command, cluster, signal }),
  });
  return { cluster, runner, cleanup, end };
}

/** Reports what cannot be removed. It changes no result. */
async function cleanUp(
  { cleanup, end }: Pick<ClusterRun<never>, "cleanup" | "end">,
  interruption: Interruption,
): Promise<void> {
  try {
    if (cleanup !== null) await interruption.remove(cleanup);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\nLeft behind: ${cleanup?.manualCleanup}`);
  } finally {
    end.abort();
  }
}

async function report(
  suite: Pick<Suite<never>, "command" | "success">,
  clusters: readonly ClusterResults[],
  { json, junit }: SuiteOptions,
  colors: Colors,
): Promise<void> {
  if (junit !== null) writeFileSync(junit, await reportJunit(suite.command, clusters));
  console.log(json ? reportJson(suite, clusters) : reportScreen(suite, clusters, colors));
  process.exitCode = exitCode(clusters);
}
