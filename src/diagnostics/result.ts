import type { Link } from "./diagnostic";
import type { Failure } from "./failure";
import type { Outcome } from "./outcome";

/** A link of which nothing is known, because one that it depends on is broken or not there. */
export interface NotReached {
  readonly status: "not-reached";
  /** The id of that link. */
  readonly behind: string;
}

export interface Result {
  readonly id: string;
  readonly title: string;
  readonly failure: Failure;
  readonly outcome: Outcome | NotReached;
  /** How long it took to look. */
  readonly seconds: number;
}

/** The link is the first in the path that is broken, or that the cluster doesn't run yet; null where there is none. */
export function firstFailure(results: readonly Result[]): Result | null {
  return (
    results.find(({ outcome }) => outcome.status === "broken") ??
    results.find(({ outcome }) => outcome.status === "not-deployed") ??
    null
  );
}

export function resultOf(link: Link<never>, outcome: Result["outcome"], seconds: number): Result {
  return { id: link.id, title: link.title, failure: failureOf(link, outcome), outcome, seconds };
}

function failureOf(link: Link<never>, outcome: Result["outcome"]): Failure {
  if (outcome.status === "not-deployed") return "not-deployed";
  return (outcome.status === "broken" ? outcome.failure : undefined) ?? link.failure;
}
