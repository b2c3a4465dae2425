import type { Check, Finding } from "./check";

/** A finding with the check that made it. */
export interface Found {
  readonly check: Check;
  readonly finding: Finding;
  /** Whether an acceptance of it would let the plan pass. */
  readonly acceptable: boolean;
}
