import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { labelFlow, type Step } from "./flow";

/** Stages that join lines, and remember what they have begun by the labels of the line. */
const JOINING = ["stage.cri", "stage.multiline"];

export const stageOrder: Check = {
  id: "pipeline-stage-order",
  severity: "error",
  reason: "a stage that joins split lines joins those of two files of a container when filename is gone before it",
  evidence:
    'Alloy 1.18.1 run on two files with split lines "A1-|A2" and "B1-|B2": with filename dropped before stage.cri "A1-B1-A2" and "B2" arrive, with it dropped after both lines do',
  find: (stack) => alloyReleases(stack).flatMap((part) => part.pipeline.flatMap((block) => tooLate(part, block))),
};

function tooLate(part: RenderedAlloy, source: Block): readonly Finding[] {
  const steps = source.name === "loki.source.file" ? labelFlow(part.pipeline, source) : null;
  return (steps ?? []).filter(joinsBlindly).map(({ path }) => ({
    setting: inPipeline(part, path),
    got: "lines whose filename was dropped before",
    expected: "lines that still have it",
    remedy: "drop filename after this stage",
  }));
}

function joinsBlindly({ block, labels }: Step): boolean {
  return JOINING.includes(block.name) && !labels.has("filename");
}
