import type { Block } from "../../alloy/syntax/ast";
import { address, expressionsIn, inners, isComponent } from "./blocks";

const STRING = /"(?:[^"\\]|\\.)*"/g;
/** A name of three parts at least is a component's export; a call has two, and so has a constant. */
const EXPORT = /\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){2,}/g;

/** Who refers to whom in a pipeline, by their addresses. */
export interface References {
  /** The components that a component names anywhere in it. */
  readonly to: ReadonlyMap<string, readonly string[]>;
  /** Those to which it sends lines. */
  readonly forward: ReadonlyMap<string, readonly string[]>;
  /** Names of exports of components that aren't there, by the component that has them. */
  readonly dangling: ReadonlyMap<string, readonly string[]>;
}

export function references(pipeline: readonly Block[]): References {
  const components = pipeline.filter(isComponent);
  const addresses = new Set(components.map(address));
  const each = <T>(read: (block: Block) => T) => new Map(components.map((block) => [address(block), read(block)]));
  const known = (names: readonly string[]) => names.flatMap((name) => owner(name, addresses) ?? []);
  return {
    to: each((block) => known(named(block))),
    forward: each((block) => known(forwarded(block))),
    dangling: each((block) => named(block).filter((name) => owner(name, addresses) === null)),
  };
}

/** Every address that can be reached, those that it begins with among them. */
export function reachable(from: readonly string[], edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(from);
  // A set grows while it is walked through.
  for (const name of found) for (const next of edges.get(name) ?? []) found.add(next);
  return found;
}

function named(block: Block): readonly string[] {
  return [...inners(block)].flatMap((inner) => exportsIn(inner.block.attributes));
}

function forwarded({ attributes = {} }: Block): readonly string[] {
  const { forward_to: to } = attributes;
  return to === undefined ? [] : exportsIn({ to });
}

function exportsIn(attributes: Block["attributes"]): readonly string[] {
  return expressionsIn(attributes).flatMap(({ text }) => text.replaceAll(STRING, "").match(EXPORT) ?? []);
}

function owner(name: string, addresses: ReadonlySet<string>): string | null {
  const end = name.lastIndexOf(".");
  if (end < 0) return null;
  const head = name.slice(0, end);
  return addresses.has(head) ? head : owner(head, addresses);
}
