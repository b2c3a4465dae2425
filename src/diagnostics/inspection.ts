import type { Cluster } from "../kube/cluster";
import type { Names } from "./cause";
import type { Link } from "./diagnostic";
import type { Result } from "./result";

/** A command that looks at clusters: what it looks at, and what it means that all of it holds. */
export interface Inspection<Context> {
  /** What comes after "npm run". */
  readonly command: string;
  /** What stands for the placeholders of every cause. */
  readonly names: Names;
  /** In the order in which they are told. */
  readonly links: readonly Link<Context>[];
  /** @param signal ends with the walk, and with the whole run */
  readonly begin: (cluster: Cluster, signal: AbortSignal) => Begun<Context>;
  /** One sentence for results without a failure. */
  readonly success: (results: readonly Result[]) => string;
}

export interface Begun<Context> {
  readonly context: Context;
  /** Null where nothing can be made. */
  readonly made: Made | null;
}

/** What a walk makes on the cluster. */
export interface Made {
  /** What a person can do to remove it, who can't wait until the run does. */
  readonly byHand: string;
  remove(): Promise<void>;
}

/** What was seen of one cluster. */
export interface Seen {
  readonly context: string;
  readonly server: string;
  readonly results: readonly Result[];
}
