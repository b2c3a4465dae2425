import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { labelFlow, removed, type Step } from "./flow";

export const removedLabels: Check = {
  id: "pipeline-removed-labels",
  title: "Dropped labels exist",
  severity: "warning",
  why: "a stage that drops a missing label has no effect, and the intended label stays",
  remedy: "correct the label's name, or remove it",
  evidence:
    'Alloy 1.18.1, run with stage.label_drop of "file_name": Alloy logs nothing about it, and every line arrives with its filename',
  find: (stack) => alloyReleases(stack).flatMap((part) => part.pipeline.flatMap((block) => ineffective(part, block))),
};

function ineffective(part: RenderedAlloy, source: Block): readonly Finding[] {
  const steps = source.name.startsWith("loki.source.") ? labelFlow(part.pipeline, source) : null;
  return (steps ?? []).filter(({ block }) => block.name === "stage.label_drop").flatMap((step) => missing(part, step));
}

function missing(part: RenderedAlloy, { block, path, labels }: Step): readonly Finding[] {
  return removed(block)
    .filter((label) => !labels.has(label))
    .map((label) => ({
      setting: inPipeline(part, path),
      got: `"${label}", which the lines do not have here`,
      expected: `one of ${[...labels].join(", ")}`,
      remedy: "correct the label's name, or remove it",
    }));
}
