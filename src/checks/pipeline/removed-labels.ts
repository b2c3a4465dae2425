import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { inPipeline, textOf } from "./blocks";
import { labelFlow, removed, type Step } from "./flow";

export const removedLabels: Check = {
  id: "pipeline-removed-labels",
  title: "Dropped and limited labels exist",
  severity: "warning",
  why: "a stage that drops or limits by a missing label has no effect: the intended label stays, or no line is limited",
  remedy: "correct the label's name, or remove it",
  evidence:
    'Alloy 1.18.1, run with stage.label_drop of "file_name": Alloy logs nothing about it, and every line arrives with its filename; stage.limit passes lines without its label (internal/component/loki/process/stages/limit.go)',
  find: (stack) => alloyReleases(stack).flatMap((part) => part.pipeline.flatMap((block) => ineffective(part, block))),
};

function ineffective(part: RenderedAlloy, source: Block): readonly Finding[] {
  const steps = source.name.startsWith("loki.source.") ? labelFlow(part.pipeline, source) : null;
  return (steps ?? []).flatMap((step) => missing(part, step));
}

function named(block: Block): readonly string[] {
  if (block.name === "stage.label_drop") return removed(block);
  return block.name === "stage.limit" ? [textOf(block, "by_label_name") ?? ""].filter((label) => label !== "") : [];
}

function missing(part: RenderedAlloy, { block, path, labels }: Step): readonly Finding[] {
  return named(block)
    .filter((label) => !labels.has(label))
    .map((label) => ({
      setting: inPipeline(part, path),
      got: `"${label}", which the lines do not have here`,
      expected: `one of ${[...labels].join(", ")}`,
      remedy: "correct the label's name, or remove it",
    }));
}
