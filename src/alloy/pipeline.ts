import type { Component, Source } from "./components";
import type { Block } from "./syntax/ast";
import { print } from "./syntax/print";

/**
 * A pipeline as the text of Alloy's configuration: its sources and all that they lead to, each once.
 * @throws TypeError where two different components share a name and label
 */
export function pipelineText(sources: readonly [Source, ...Source[]]): string {
  const blocks = new Map<string, Block>();
  for (const source of sources) visit(source, blocks);
  return print([...blocks.values()]);
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
