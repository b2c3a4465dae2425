import type { Diagnostic } from "../../src/diagnostics/diagnostic";
import { pass, type Result } from "../../src/diagnostics/outcome";
import { resultOf } from "../../src/diagnostics/runner";
import { Duration } from "../../src/units";

/** A diagnostic that passes, except for the given props. */
export function sampleDiagnostic<Context>(id: string, props: Partial<Diagnostic<Context>> = {}): Diagnostic<Context> {
  return {
    id,
    title: `the ${id} works`,
    after: [],
    failure: "loki",
    timeout: Duration.minutes(1),
    permissions: () => [],
    mutates: false,
    causes: {},
    run: async () => pass("1 of 1"),
    ...props,
  };
}

/** A result after a second and a half. */
export function sampleResult(id: string, outcome: Result["outcome"], props: Partial<Diagnostic<never>> = {}): Result {
  return resultOf(sampleDiagnostic(id, props), outcome, 1.5);
}
