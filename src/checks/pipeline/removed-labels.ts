import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { labelFlow, removed, type Step } from "./flow";

export const removedLabels: Check = {
  id: "pipeline-removed-labels",
  severity: "warning",
  reason: "a stage that drops a label which the lines don't have does nothing, and the one that was meant stays",
  evidence:
    'Alloy 1.18.1 run with stage.label_drop of "file_name": not a word of it, and every line arrived with its filename',
  find: (stack) => alloyReleases(stack).flatMap((part) => part.pipeline.flatMap((block) => inVain(part, block))),
};

function inVain(part: RenderedAlloy, source: Block): readonly Finding[] {
  const steps = source.name.startsWith("loki.source.") ? labelFlow(part.pipeline, source) : null;
  return (steps ?? []).filter(({ block }) => block.name === "stage.label_drop").flatMap((step) => missing(part, step));
}

function missing(part: RenderedAlloy, { block, path, labels }: Step): readonly Finding[] {
  return removed(block)
    .filter((label) => !labels.has(label))
    .map((label) => ({
      setting: inPipeline(part, path),
      got: `"${label}", which the lines don't have here`,
      expected: `one of ${[...labels].join(", ")}`,
      remedy: "name the label that is meant, or leave it out",
    }));
}
