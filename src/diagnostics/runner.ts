import { aimCommands, type Commands } from "./commands";
import type { Diagnostic } from "./diagnostic";
import { type Fault, type Outcome, type Result, skipped, timedOut } from "./outcome";

export interface RunnerProps<Context> {
  /** In the order of the report. */
  readonly diagnostics: readonly Diagnostic<Context>[];
  readonly context: Context;
  /** How to type commands so that they reach the same cluster. */
  readonly commands: Commands;
  /** Skips diagnostics that mutate the cluster. */
  readonly readOnly: boolean;
  /** Turns an error of a request into an outcome. */
  readonly explainError: (error: unknown, signal: AbortSignal) => Promise<Outcome>;
  readonly signal: AbortSignal;
}

/**
 * Runs diagnostics on one cluster, each as soon as those it depends on have ended. A diagnostic that depends on a
 * failed or absent one does not run: its failure would carry no information of its own.
 */
export class Runner<Context> {
  private readonly results = new Map<string, Promise<Result>>();

  constructor(private readonly props: RunnerProps<Context>) {}

  /** The results of all diagnostics, in the order of the list. */
  all(): Promise<readonly Result[]> {
    return Promise.all(this.props.diagnostics.map((diagnostic) => this.result(diagnostic)));
  }

  result(diagnostic: Diagnostic<Context>): Promise<Result> {
    const started = this.results.get(diagnostic.id);
    if (started !== undefined) return started;
    const result = this.run(diagnostic);
    this.results.set(diagnostic.id, result);
    return result;
  }

  private async run(diagnostic: Diagnostic<Context>): Promise<Result> {
    const before = await Promise.all(diagnostic.after.map(({ id }) => this.result(this.byId(id))));
    const blocker = before.find(({ outcome }) => isBlocking(outcome));
    if (blocker !== undefined) return resultOf(diagnostic, { status: "blocked", by: rootOf(blocker) }, 0);
    const start = performance.now();
    const outcome = aim(await this.outcomeOf(diagnostic), this.props.commands);
    return resultOf(diagnostic, outcome, (performance.now() - start) / 1_000);
  }

  private async outcomeOf(diagnostic: Diagnostic<Context>): Promise<Outcome> {
    const { context, readOnly, explainError, signal } = this.props;
    if (signal.aborted) return skipped("the run was interrupted");
    if (diagnostic.mutates && readOnly) return skipped("it creates something, and the run is read-only");
    const timeout = AbortSignal.timeout(diagnostic.timeout.toMilliseconds());
    try {
      return await withGrace(diagnostic.run(context, AbortSignal.any([signal, timeout])), timeout);
    } catch (error) {
      if (timeout.aborted && error === timeout.reason) return timedOut(diagnostic.timeout);
      return explainError(error, signal);
    }
  }

  private byId(id: string): Diagnostic<Context> {
    const diagnostic = this.props.diagnostics.find((candidate) => candidate.id === id);
    if (diagnostic === undefined) throw new Error(`the list has no diagnostic "${id}"`);
    return diagnostic;
  }
}

/** The time that a diagnostic has after its timeout to report what it was waiting for. */
const GRACE_MILLISECONDS = 250;

/** Also ends a diagnostic that ignores its signal. */
function withGrace<T>(running: Promise<T>, timeout: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    const end = () => setTimeout(() => reject(timeout.reason), GRACE_MILLISECONDS);
    timeout.addEventListener("abort", end, { once: true });
  });
  return Promise.race([running, late]);
}

function isBlocking(outcome: Result["outcome"]): boolean {
  if (outcome.status === "not-deployed") return outcome.isAbsent;
  if (outcome.status === "fail") return outcome.isPartial !== true;
  return outcome.status === "blocked";
}

function rootOf({ id, outcome }: Result): string {
  return outcome.status === "blocked" ? outcome.by : id;
}

/** Returns the outcome with the examined cluster's options added to each command. */
function aim(outcome: Outcome, commands: Commands): Outcome {
  if (outcome.status === "skipped") return { ...outcome, reason: aimCommands(outcome.reason, commands) };
  return outcome.status === "fail" || outcome.status === "warn"
    ? { ...outcome, ...aimCauses(outcome, commands) }
    : outcome;
}

function aimCauses({ causes }: Fault, commands: Commands): Pick<Fault, "causes"> {
  return { causes: causes.map(({ cause, next }) => ({ cause, next: aimCommands(next, commands) })) };
}

export function resultOf(
  { id, title, failure }: Pick<Diagnostic<never>, "id" | "title" | "failure">,
  outcome: Result["outcome"],
  seconds: number,
): Result {
  if (outcome.status === "not-deployed") return { id, title, failure: "not-deployed", outcome, seconds };
  const own = outcome.status === "fail" ? outcome.failure : undefined;
  return { id, title, failure: own ?? failure, outcome, seconds };
}

/** The named diagnostics and all that they depend on, in the order of the list. */
export function withDependencies<Context>(
  diagnostics: readonly Diagnostic<Context>[],
  ids: readonly string[],
): readonly Diagnostic<Context>[] {
  const needed = new Set(ids);
  for (const { id, after } of [...diagnostics].reverse())
    if (needed.has(id)) for (const each of after) needed.add(each.id);
  return diagnostics.filter(({ id }) => needed.has(id));
}
