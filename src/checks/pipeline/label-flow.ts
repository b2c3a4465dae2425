import type { Block } from "../../alloy/syntax/ast";
import { address, keysOf, textOf, textsOf } from "./blocks";
import { reachable, references } from "./references";

type Labels = ReadonlySet<string>;

/** A stage, or what takes the lines in the end, with the labels that they have when they come to it. */
export interface Step {
  readonly block: Block;
  readonly path: string;
  readonly labels: Labels;
}

/** What happens to the labels of a source's lines on their way; null for a source whose labels aren't known here. */
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

/** The stages of a component one after the other; a component without stages is a step itself. */
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

/** Stages inside of a stage.match see some lines alone: of what they do to labels nothing is told. */
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

/** The labels that a stage takes away. */
export function removed(block: Block): readonly string[] {
  if (block.name === "stage.label_drop") return textsOf(block, "values");
  return block.name === "stage.structured_metadata" ? keysOf(block, "values") : [];
}

function without(labels: Labels, names: readonly string[]): Labels {
  return new Set([...labels].filter((label) => !names.includes(label)));
}

/** What sources add themselves (internal/component/loki/source of Alloy 1.18.1), beside what is written. */
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

/** Labels with two underscores in front end at the source. */
function targetsOf({ blocks = [] }: Block): readonly string[] {
  return blocks.flatMap((rule) => textOf(rule, "target_label") ?? []).filter((label) => !label.startsWith("__"));
}
