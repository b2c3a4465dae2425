import type { Span } from "./ast";
import type { FormatProblem } from "./value";

/** Why an execution fails, or prints an error in its text. */
export type FaultReason =
  /** A field that the value's type doesn't have. */
  | { readonly kind: "field"; readonly field: string; readonly type: string }
  /** A comparison of two types that don't compare. */
  | { readonly kind: "comparison"; readonly types: readonly [string, string] }
  /** A function with too few or too many arguments. */
  | { readonly kind: "arguments"; readonly function: string; readonly expected: string; readonly got: number }
  /** An argument of the wrong type. */
  | { readonly kind: "type"; readonly function: string; readonly expected: string; readonly got: string }
  /** A function that returned an error. */
  | { readonly kind: "call"; readonly function: string }
  /** A value with arguments that isn't a function. */
  | { readonly kind: "notFunction" }
  | { readonly kind: "undefinedTemplate"; readonly name: string }
  /** A template that executes itself without end. */
  | { readonly kind: "recursion"; readonly name: string }
  /** printf prints an error in its text. */
  | ({ readonly kind: "format" } & FormatProblem)
  /** Go prints "<no value>". */
  | { readonly kind: "noValue" }
  | { readonly kind: "other" };

/** A place where the execution of a template fails or prints an error. */
export interface Fault extends Span {
  readonly reason: FaultReason;
  /** In the words of Go. */
  readonly message: string;
  /** Whether other values of the same types could avoid it. */
  readonly dependsOnValue: boolean;
}

/** Ends the execution, like a panic with an ExecError in Go. */
export class ExecutionFailure extends Error {
  override readonly name = "ExecutionFailure";

  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

export function failure(
  { from, to }: Span,
  message: string,
  reason: FaultReason = { kind: "other" },
  dependsOnValue = false,
): ExecutionFailure {
  return new ExecutionFailure({ from, to, message, reason, dependsOnValue });
}
