import type { Duration } from "../units";
import type { Cause, Names } from "./cause";
import type { Failure } from "./failure";

/** What a link was seen to be. */
export type Outcome = Holds | Broken | Doubtful | NotDeployed | NotMeasured;

export interface Holds {
  readonly status: "holds";
  /** What was measured: "5 of 5 nodes", "1.3 s". */
  readonly figure: string;
  /** What a person may want to know beside it, a line each. */
  readonly notes: readonly string[];
}

export interface Fault {
  readonly found: string;
  readonly expected: string;
  /** The likely ones first. */
  readonly causes: readonly Cause[];
  /** What stands for the placeholders of the causes. */
  readonly names: Names;
}

/** It can't work like this. */
export interface Broken extends Fault {
  readonly status: "broken";
  /** Where it is another kind of failure than the link's own. */
  readonly failure?: Failure;
  /** Whether it works for some, as where one node of many is in trouble, so that what lies behind it can be looked at. */
  readonly isPartial?: boolean;
}

/** It may work, and something is wrong. */
export interface Doubtful extends Fault {
  readonly status: "doubtful";
  /** Whether it ends by itself, as a rollout does, so that a watch waits for it. */
  readonly isPassing?: boolean;
}

/** The cluster runs another plan, or none. */
export interface NotDeployed {
  readonly status: "not-deployed";
  readonly found: string;
  /** Whether there is nothing at all to look at, and so nothing behind it either. */
  readonly isAbsent: boolean;
}

/** It can't be seen from here, or wasn't to be. */
export interface NotMeasured {
  readonly status: "not-measured";
  /** It may name a command, with placeholders as in a cause. */
  readonly why: string;
}

export function holds(figure: string, ...notes: readonly string[]): Holds {
  return { status: "holds", figure, notes };
}

type FaultProps = Omit<Fault, "names"> & { readonly names?: Names };
type BrokenProps = FaultProps & Pick<Broken, "failure" | "isPartial">;

export function broken({ names = {}, ...fault }: BrokenProps): Broken {
  return { status: "broken", ...fault, names };
}

export function doubtful({ names = {}, ...fault }: FaultProps & Pick<Doubtful, "isPassing">): Doubtful {
  return { status: "doubtful", ...fault, names };
}

/** Nothing was seen while it was waited for. */
export function tooLate({
  patience,
  causes,
}: {
  readonly patience: Duration;
  readonly causes: readonly Cause[];
}): Broken {
  return broken({ found: `nothing within ${patience}`, expected: "an answer in that time", causes });
}

/** It is another than the plan's. */
export function notDeployed(found: string): NotDeployed {
  return { status: "not-deployed", found, isAbsent: false };
}

/** It isn't there. */
export function absent(found: string): NotDeployed {
  return { status: "not-deployed", found, isAbsent: true };
}

export function notMeasured(why: string): NotMeasured {
  return { status: "not-measured", why };
}
