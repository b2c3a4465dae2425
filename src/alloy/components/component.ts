import { type Attributes, type Block, Expression } from "../syntax";

/**
 * A component of a pipeline. Components refer to each other as values, and a pipeline is printed starting from its
 * sources. A pipeline therefore contains no dangling references and no unused components.
 */
export interface Component {
  readonly block: Block;
  /** Components that this one refers to, printed before it. */
  readonly upstream: readonly Component[];
  /** Components that this one refers to, printed after it. */
  readonly downstream: readonly Component[];
}

/** A component that exports targets. */
export interface TargetsComponent extends Component {
  readonly targets: Expression;
}

/** A component that exports relabeling rules. */
export interface RulesComponent extends Component {
  readonly rules: Expression;
}

/** A component that receives log lines. */
export interface LogsReceiver extends Component {
  readonly receiver: Expression;
}

/** A component that reads log lines. A pipeline starts with sources. */
export interface Source extends Component {
  readonly kind: "source";
}

/** At least one receiver: Alloy silently discards the lines of a source without one. */
export type Receivers = readonly [LogsReceiver, ...LogsReceiver[]];

export function exported(name: string, label: string, field: string): Expression {
  return new Expression(`${name}.${label}.${field}`);
}

export function forwardTo(receivers: Receivers): Attributes {
  return { forward_to: receivers.map(({ receiver }) => receiver) };
}

/**
 * Returns the blocks of the sources and of every component reachable from them, each once.
 * @throws TypeError if two different components share a name and label
 */
export function pipelineBlocks(sources: readonly [Source, ...Source[]]): readonly Block[] {
  const blocks = new Map<string, Block>();
  for (const source of sources) visit(source, blocks);
  return [...blocks.values()];
}

function visit(component: Component, blocks: Map<string, Block>): void {
  const { block, upstream, downstream } = component;
  const address = `${block.name}.${block.label}`;
  const known = blocks.get(address);
  if (known === block) return;
  if (known !== undefined) throw new TypeError(`two components have the name ${address}`);
  for (const other of upstream) visit(other, blocks);
  blocks.set(address, block);
  for (const other of downstream) visit(other, blocks);
}
