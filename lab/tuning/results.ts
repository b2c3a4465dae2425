import type { Killed, Queried } from "./day-in-memory";
import type { Race } from "./race";

/** All that the benchmark has measured. */
export interface Results {
  /** Loki's version. */
  readonly loki: string;
  readonly cpus: number;
  readonly races: readonly Race[];
  /** One load at several speeds. */
  readonly speeds: readonly Race[];
  readonly queried: Queried;
  readonly killed: Killed;
}
