import { type Attributes, type Block, Expression, type Value } from "../../alloy/syntax";
import { isPlainObject } from "../../settings/plain-object";
import { alloyReleases, type RenderedAlloy, type RenderedStack } from "../../stack/rendered-stack";
import type { Finding } from "../check";

/** Whether a component of this name can be told from a block that configures Alloy itself ("logging"). */
export function isComponent({ name }: Block): boolean {
  return name.includes(".");
}

export function address({ name, label }: Block): string {
  return label === undefined ? name : `${name}.${label}`;
}

/** A block inside of a component, with the way to it as a person finds it in the pipeline. */
export interface Inner {
  readonly block: Block;
  readonly path: string;
}

/** Every block of a component, itself first, and of the blocks in it. */
export function* inners(block: Block, path = address(block)): Generator<Inner> {
  yield { block, path };
  for (const [index, inner] of (block.blocks ?? []).entries()) {
    yield* inners(inner, `${path}: ${inner.name} ${index + 1}`);
  }
}

export function everyInner(pipeline: readonly Block[]): readonly Inner[] {
  return pipeline.flatMap((block) => [...inners(block)]);
}

/** Where a finding is, as a person finds it: the release's pipeline, and what in it. */
export function inPipeline({ release }: RenderedAlloy, path: string): string {
  return `the pipeline of ${release}: ${path}`;
}

/** What a rule says about one block, null where it is as it should be. */
export type Problem = Omit<Finding, "setting" | "location">;

/** The findings of a rule on every block of every pipeline. */
export function onEveryBlock(rule: (block: Block) => Problem | null): (stack: RenderedStack) => readonly Finding[] {
  return (stack) =>
    alloyReleases(stack).flatMap((part) =>
      everyInner(part.pipeline).flatMap(({ block, path }) => {
        const problem = rule(block);
        return problem === null ? [] : [{ setting: inPipeline(part, path), ...problem }];
      }),
    );
}

export function attribute({ attributes = {} }: Block, name: string): Value | undefined {
  return attributes[name];
}

/** An attribute that is a text; null where it is something else, or a text that only Alloy will know. */
export function textOf(block: Block, name: string): string | null {
  const value = attribute(block, name);
  return typeof value === "string" ? value : null;
}

/** The texts of a list, and those that only Alloy will know left out. */
export function textsOf(block: Block, name: string): readonly string[] {
  const value = attribute(block, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The keys of a mapping. */
export function keysOf(block: Block, name: string): readonly string[] {
  const value = attribute(block, name);
  return isPlainObject(value) ? Object.keys(value) : [];
}

/** Every expression in the attributes of a block. */
export function expressionsIn(attributes: Attributes = {}): readonly Expression[] {
  return Object.values(attributes).flatMap(expressionsOf);
}

function expressionsOf(value: Value): readonly Expression[] {
  if (value instanceof Expression) return [value];
  return typeof value === "object" ? Object.values(value).flatMap(expressionsOf) : [];
}
