import { type Attributes, type Block, Expression, type Value } from "../../alloy/syntax";
import { isPlainObject } from "../../settings/plain-object";
import { alloyReleases, type RenderedAlloy, type RenderedStack } from "../../stack/rendered-stack";
import type { Finding } from "../check";

/** Distinguishes a component from a block that configures Alloy itself ("logging"). */
export function isComponent({ name }: Block): boolean {
  return name.includes(".");
}

export function address({ name, label }: Block): string {
  return label === undefined ? name : `${name}.${label}`;
}

/** A block inside a component, with its path in the pipeline. */
export interface InnerBlock {
  readonly block: Block;
  readonly path: string;
}

/** A component and every block inside it, depth first. */
export function* innerBlocks(block: Block, path = address(block)): Generator<InnerBlock> {
  yield { block, path };
  for (const [index, inner] of (block.blocks ?? []).entries()) {
    yield* innerBlocks(inner, `${path}: ${inner.name} ${index + 1}`);
  }
}

function everyBlock(pipeline: readonly Block[]): readonly InnerBlock[] {
  return pipeline.flatMap((block) => [...innerBlocks(block)]);
}

/** The setting of a finding about a pipeline. */
export function inPipeline({ release }: RenderedAlloy, path: string): string {
  return `the pipeline of ${release}: ${path}`;
}

/** What is wrong with one block. */
export type Problem = Omit<Finding, "setting" | "location">;

/** Applies a rule to every block of every pipeline. */
export function onEveryBlock(rule: (block: Block) => Problem | null): (stack: RenderedStack) => readonly Finding[] {
  return (stack) =>
    alloyReleases(stack).flatMap((part) =>
      everyBlock(part.pipeline).flatMap(({ block, path }) => {
        const problem = rule(block);
        return problem === null ? [] : [{ setting: inPipeline(part, path), ...problem }];
      }),
    );
}

export function attribute({ attributes = {} }: Block, name: string): Value | undefined {
  return attributes[name];
}

/** An attribute that is a string literal; null for an expression, which only Alloy can evaluate. */
export function textOf(block: Block, name: string): string | null {
  const value = attribute(block, name);
  return typeof value === "string" ? value : null;
}

/** The string literals of a list, without its expressions. */
export function textsOf(block: Block, name: string): readonly string[] {
  const value = attribute(block, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function keysOf(block: Block, name: string): readonly string[] {
  const value = attribute(block, name);
  return isPlainObject(value) ? Object.keys(value) : [];
}

export function expressionsIn(attributes: Attributes = {}): readonly Expression[] {
  return Object.values(attributes).flatMap(expressionsOf);
}

function expressionsOf(value: Value): readonly Expression[] {
  if (value instanceof Expression) return [value];
  return typeof value === "object" ? Object.values(value).flatMap(expressionsOf) : [];
}
