import type { Model } from "../model";
import type { Duration } from "../units";
import type { Cause } from "./cause";
import type { Failure } from "./failure";
import type { Outcome } from "./outcome";
import type { Access } from "./permission";

/** Something that has to hold on the cluster: a link of the path that a line takes, or a thing that an apply needs. */
export interface Link<Context> {
  /** What "--only" calls it. */
  readonly id: string;
  /** What holds where it holds: "Loki is ready". */
  readonly title: string;
  /** The links without which this one can't be looked at. */
  readonly after: readonly string[];
  /** What kind of failure it is where it is broken. */
  readonly failure: Failure;
  /** How long to wait for it. */
  readonly patience: Duration;
  /** What it asks of the API server, in a run that only reads or in any. */
  readonly access: (model: Model, readOnly: boolean) => readonly Access[];
  /** Whether it makes something, which a run that only reads leaves out. */
  readonly creates: boolean;
  /** All that is known to break it. */
  readonly causes: readonly Cause[];
  /** @throws what the API server or a component answers instead of an answer */
  readonly look: (context: Context, signal: AbortSignal) => Promise<Outcome>;
}
