import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { labelFlow, type Step } from "./flow";

/** Stages that join lines. They recognize lines that belong together by their labels. */
const JOINING = ["stage.cri", "stage.multiline"];

export const stageOrder: Check = {
  id: "pipeline-stage-order",
  title: "Lines are joined before filename is dropped",
  severity: "error",
  why: "a stage that joins split lines mixes up two files of a container if filename is dropped before it",
  remedy: "drop filename after the stage that joins lines",
  evidence:
    'Alloy 1.18.1, run on two files with split lines "A1-|A2" and "B1-|B2": with filename dropped before stage.cri, "A1-B1-A2" and "B2" arrive; with it dropped after, both lines arrive',
  find: (stack) => alloyReleases(stack).flatMap((part) => part.pipeline.flatMap((block) => tooLate(part, block))),
};

function tooLate(part: RenderedAlloy, source: Block): readonly Finding[] {
  const steps = source.name === "loki.source.file" ? labelFlow(part.pipeline, source) : null;
  return (steps ?? []).filter(joinsWithoutFilename).map(({ path }) => ({
    setting: inPipeline(part, path),
    got: "lines without filename, which an earlier stage dropped",
    expected: "lines with filename",
    remedy: "drop filename after this stage",
  }));
}

function joinsWithoutFilename({ block, labels }: Step): boolean {
  return JOINING.includes(block.name) && !labels.has("filename");
}
