import type { Component, Source } from "./components";
import type { Block } from "./syntax/ast";

/**
 * A pipeline as the blocks of Alloy's configuration: its sources and all that they lead to, each once.
 * @throws TypeError where two different components share a name and label
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
  if (known !== undefined) throw new TypeError(`two components are called ${address}`);
  for (const other of upstream) visit(other, blocks);
  blocks.set(address, block);
  for (const other of downstream) visit(other, blocks);
}
