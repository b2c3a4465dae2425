import { type Attributes, type Block, Expression } from "../syntax/ast";

/**
 * A component of a pipeline. Components hold one another as values: what a component reads from has to exist before
 * it, and a pipeline is printed from its sources, so that neither a dangling reference nor a component that nobody
 * reads can be written.
 */
export interface Component {
  readonly block: Block;
  /** What this component refers to, in the order in which it is printed before and after it. */
  readonly upstream: readonly Component[];
  readonly downstream: readonly Component[];
}

/** A component that finds things to read: it exports targets. */
export interface TargetsComponent extends Component {
  readonly targets: Expression;
}

/** A component that rewrites labels for another one: it exports rules. */
export interface RulesComponent extends Component {
  readonly rules: Expression;
}

/** A component that takes lines. */
export interface LogsReceiver extends Component {
  readonly receiver: Expression;
}

/** A component that reads lines from outside; only sources begin a pipeline. */
export interface Source extends Component {
  readonly kind: "source";
}

/** At least one receiver: a source that sends to nobody does not compile. */
export type Receivers = readonly [LogsReceiver, ...LogsReceiver[]];

export function exported(name: string, label: string, field: string): Expression {
  return new Expression(`${name}.${label}.${field}`);
}

export function forwardTo(receivers: Receivers): Attributes {
  return { forward_to: receivers.map(({ receiver }) => receiver) };
}
