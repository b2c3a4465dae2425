import type { Duration } from "../units";
import type { Causes } from "./cause";
import type { Failure, Outcome } from "./outcome";
import type { Requester } from "./rbac";

/** A condition that the cluster must meet: a step of a line's path, or a prerequisite of an apply. */
export interface Diagnostic<Context> extends Requester {
  /** The name that `--only` takes. */
  readonly id: string;
  /** What holds if it passes: "Loki is ready". */
  readonly title: string;
  /** The diagnostics that must not fail before this one can run. */
  readonly after: readonly Pick<Diagnostic<Context>, "id">[];
  /** The kind of failure, which decides the exit code. */
  readonly failure: Failure;
  readonly timeout: Duration;
  readonly causes: Causes;
  /**
   * Collects the evidence and analyzes it.
   * @throws the error of a request that fails
   */
  readonly run: (context: Context, signal: AbortSignal) => Promise<Outcome>;
}

export interface DiagnosticProps<Context, Evidence> extends Omit<Diagnostic<Context>, "mutates" | "run"> {
  /** @default false */
  readonly mutates?: boolean;
  /**
   * Why the diagnostic does not apply to this installation. Null if it does.
   * @default - it always applies
   */
  readonly skip?: (context: Context) => string | null;
  /** Requests the evidence from the cluster. */
  readonly collect: (context: Context, signal: AbortSignal) => Promise<Evidence>;
  /** Concludes from the evidence. Pure: it neither requests nor waits. */
  readonly analyze: (evidence: Evidence) => Outcome;
}

/** A diagnostic whose analysis can be tested on evidence. */
export interface AnalyzedDiagnostic<Context, Evidence> extends Diagnostic<Context> {
  readonly analyze: (evidence: Evidence) => Outcome;
}

/** Defines a diagnostic: what it collects, how it analyzes the evidence, and the causes that it knows. */
export function diagnostic<Context, Evidence>(
  props: DiagnosticProps<Context, Evidence>,
): AnalyzedDiagnostic<Context, Evidence> {
  const { skip, collect, ...rest } = props;
  return {
    mutates: false,
    ...rest,
    run: async (context, signal) => {
      const reason = skip?.(context) ?? null;
      if (reason !== null) return { status: "skipped", reason };
      return props.analyze(await collect(context, signal));
    },
  };
}
