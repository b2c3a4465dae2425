import type { Cause, Causes } from "../cause";
import { type Fail, type Failure, fail } from "../outcome";
import { oneLine } from "../text";

/** An error that any diagnostic's request can meet. */
export interface RequestError<C extends Causes = Causes> {
  readonly title: string;
  /** Null for the diagnostic's own. */
  readonly failure: Failure | null;
  readonly expected: string;
  readonly causes: C;
}

/** Keeps the types of the causes. */
export function requestError<C extends Causes>(error: RequestError<C>): RequestError<C> {
  return error;
}

export function failedBy({ failure, expected }: RequestError, got: string, causes: readonly Cause[]): Fail {
  return fail({ got: oneLine(got), expected, causes, ...(failure !== null && { failure }) });
}
