import { EVENTS, JOURNAL, PODS, type SourceContract } from "../../alloy/source-contracts";
import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy, type RenderedStack } from "../../stack/rendered-stack";
import { oncePer } from "../../units";
import { address, expressionsIn, innerBlocks, isComponent, keysOf, textOf, textsOf } from "./blocks";

const STRING = /"(?:[^"\\]|\\.)*"/g;
/** A name of at least three parts is a component's export; a call or a constant has two. */
const EXPORT = /\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){2,}/g;

/** The references between the components of a pipeline, by their addresses. */
export interface References {
  /** The components that a component refers to. */
  readonly to: ReadonlyMap<string, readonly string[]>;
  /** The components to which it sends lines. */
  readonly forward: ReadonlyMap<string, readonly string[]>;
  /** The components that blocks which configure Alloy itself refer to. */
  readonly configuration: readonly string[];
  /** The exports of missing components that a block refers to. */
  readonly dangling: ReadonlyMap<string, readonly string[]>;
}

/** Returns the references of a pipeline, which many checks follow from each of its sources. */
export const references = oncePer((pipeline: readonly Block[]): References => {
  const components = pipeline.filter(isComponent);
  const addresses = new Set(components.map(address));
  const each = <T>(read: (block: Block) => T) => new Map(components.map((block) => [address(block), read(block)]));
  const known = (names: readonly string[]) => names.flatMap((name) => owner(name, addresses) ?? []);
  return {
    to: each((block) => known(named(block))),
    forward: each((block) => known(forwarded(block))),
    configuration: pipeline.filter((block) => !isComponent(block)).flatMap((block) => known(named(block))),
    dangling: new Map(
      pipeline.map((block) => [address(block), named(block).filter((name) => owner(name, addresses) === null)]),
    ),
  };
});

/** Every address that is reachable, including the start. */
export function reachable(from: readonly string[], edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(from);
  // The loop also visits the addresses that it adds.
  for (const name of found) for (const next of edges.get(name) ?? []) found.add(next);
  return found;
}

function named(block: Block): readonly string[] {
  return [...innerBlocks(block)].flatMap((inner) => exportsIn(inner.block.attributes));
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

type Labels = ReadonlySet<string>;

/** A stage, or the component at the end, with the labels of the lines when they arrive there. */
export interface Step {
  readonly block: Block;
  readonly path: string;
  readonly labels: Labels;
}

/** Follows the labels of a source's lines through the pipeline; null for a source whose labels are unknown. */
export function labelFlow(pipeline: readonly Block[], source: Block): readonly Step[] | null {
  const labels = sourceLabels(pipeline, source);
  return labels === null ? null : [...flow(pipeline, source, labels, [])];
}

function* flow(pipeline: readonly Block[], from: Block, labels: Labels, passed: readonly Block[]): Generator<Step> {
  const { forward } = references(pipeline);
  for (const to of forward.get(address(from)) ?? []) {
    const block = pipeline.find((other) => address(other) === to);
    if (block === undefined || passed.includes(block)) continue;
    const steps = [...stepsIn(block, labels)];
    yield* steps;
    yield* flow(
      pipeline,
      block,
      steps.reduce<Labels>((_, step) => after(step), labels),
      [...passed, block],
    );
  }
}

/** The stages of a component in order; a component without stages is a step itself. */
function* stepsIn(block: Block, labels: Labels): Generator<Step> {
  if (block.name !== "loki.process") {
    yield { block, path: address(block), labels };
    return;
  }
  let now = labels;
  for (const [index, stage] of (block.blocks ?? []).entries()) {
    const step = { block: stage, path: `${address(block)}: ${stage.name} ${index + 1}`, labels: now };
    yield step;
    now = after(step);
  }
}

/** The labels after a step. Stages inside a stage.match see only some lines, so their effect is ignored. */
function after({ block, labels }: Step): Labels {
  if (block.name === "stage.cri" || block.name === "stage.docker") return new Set([...labels, "stream"]);
  if (block.name === "stage.labels" || block.name === "stage.static_labels") {
    return new Set([...labels, ...keysOf(block, "values")]);
  }
  if (block.name === "loki.relabel") return new Set([...labels, ...targetsOf(block)]);
  const kept = textsOf(block, "values");
  if (block.name === "stage.label_keep") return new Set([...labels].filter((label) => kept.includes(label)));
  return without(labels, removed(block));
}

/** The labels that a stage removes. */
export function removed(block: Block): readonly string[] {
  if (block.name === "stage.label_drop") return textsOf(block, "values");
  return block.name === "stage.structured_metadata" ? keysOf(block, "values") : [];
}

function without(labels: Labels, names: readonly string[]): Labels {
  return new Set([...labels].filter((label) => !names.includes(label)));
}

/** The labels that sources set: those in the pipeline and their own (internal/component/loki/source of Alloy 1.18.1). */
function sourceLabels(pipeline: readonly Block[], source: Block): Labels | null {
  const { to } = references(pipeline);
  const upstream = reachable([address(source)], to);
  const rules = pipeline.filter((block) => upstream.has(address(block)) && /relabel$/.test(block.name));
  const own = rules.filter((block) => !reachable(forwardOf(pipeline, source), to).has(address(block)));
  const targets = own.flatMap(targetsOf);
  if (source.name === "loki.source.file") return new Set([...targets, "filename"]);
  if (source.name === "loki.source.journal") return new Set([...targets, "job", ...keysOf(source, "labels")]);
  return source.name === "loki.source.kubernetes_events" ? new Set(["namespace", "job", "instance"]) : null;
}

function forwardOf(pipeline: readonly Block[], source: Block): readonly string[] {
  return references(pipeline).forward.get(address(source)) ?? [];
}

/** Labels with two leading underscores end at the source. */
function targetsOf({ blocks = [] }: Block): readonly string[] {
  return blocks.flatMap((rule) => textOf(rule, "target_label") ?? []).filter((label) => !label.startsWith("__"));
}

const CONTRACTS: Readonly<Record<string, SourceContract>> = {
  "loki.source.file": PODS,
  "loki.source.journal": JOURNAL,
  "loki.source.kubernetes_events": EVENTS,
};

/** The lines of one source at a loki.write, with the labels that the contract promises for them. */
export interface Arrival {
  readonly part: RenderedAlloy;
  readonly path: string;
  readonly labels: ReadonlySet<string>;
  readonly contract: SourceContract;
}

export function arrivals(stack: RenderedStack): readonly Arrival[] {
  return alloyReleases(stack).flatMap((part) =>
    part.pipeline.flatMap((source) => {
      const contract = CONTRACTS[source.name];
      const steps = contract === undefined ? null : labelFlow(part.pipeline, source);
      const writes = steps?.filter(({ block }) => block.name === "loki.write") ?? [];
      return contract === undefined ? [] : writes.map(({ path, labels }) => ({ part, path, labels, contract }));
    }),
  );
}
