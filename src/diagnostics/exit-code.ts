import { FAILURES } from "./failure";
import type { Seen } from "./inspection";
import { firstFailure } from "./result";

/** That of the first failure in the path's order, and of the first cluster that has one; 0 where there is none. */
export function exitCode(seen: readonly Pick<Seen, "results">[]): number {
  const failures = seen.flatMap(({ results }) => firstFailure(results) ?? []);
  return failures[0] === undefined ? 0 : FAILURES[failures[0].failure].exitCode;
}
