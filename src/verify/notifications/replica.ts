import type { Metrics } from "../../diagnostics/metrics";
import type { AlertmanagerSeen } from "./judgement";

/** The API server chooses among the replicas for each request: of three, a certain one is missed in two of a hundred runs. */
const LOOKS = 10;

/** A second reading, of the replica that gave the first where it answers again: each counts for itself. */
export async function readAgain(before: Metrics, ask: () => Promise<Metrics>): Promise<AlertmanagerSeen> {
  let now = await ask();
  for (let looks = 1; looks < LOOKS && !isSame(before, now); looks += 1) now = await ask();
  return { before: isSame(before, now) ? before : null, now };
}

/** Two replicas don't start in the same hundredth of a second, and one that starts again is another. */
function isSame(one: Metrics, other: Metrics): boolean {
  return one.startedAt === other.startedAt;
}
