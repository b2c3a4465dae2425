import { FAILURES } from "../failure";
import type { Inspection } from "../inspection";
import { firstFailure, type Result } from "../result";

/** Whether it works, in one sentence. */
export function verdict({ success }: Pick<Inspection<never>, "success">, results: readonly Result[]): string {
  const failure = firstFailure(results);
  if (failure === null) return `${success(results)}${doubts(results)}.`;
  const { exitCode, says } = FAILURES[failure.failure];
  const where = failure.outcome.status === "not-deployed" ? "Not deployed yet" : "Broken at";
  return `${where}: ${failure.title} (exit code ${exitCode}: ${says}).`;
}

function doubts(results: readonly Result[]): string {
  const titles = results.filter(({ outcome }) => outcome.status === "doubtful").map(({ id }) => id);
  return titles.length === 0 ? "" : `, and something is wrong at: ${titles.join(", ")}`;
}
