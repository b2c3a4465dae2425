import { lokiProcess, lokiSourceEvents, lokiWrite, stageLabelDrop } from "./components";
import { EVENTS_JOB } from "./jobs";
import type { AlloyModel } from "./model";
import { pipelineBlocks } from "./pipeline";
import { dropTooOld } from "./stages";
import type { Block } from "./syntax/ast";

/** The configuration of the one collector of the cluster's events. */
export function eventsPipeline(alloy: AlloyModel): readonly Block[] {
  return pipelineBlocks([
    lokiSourceEvents("cluster", {
      jobName: EVENTS_JOB,
      forwardTo: [
        lokiProcess("events", {
          stages: [stageLabelDrop("The same for every event.", "instance"), dropTooOld(alloy.write)],
          forwardTo: [lokiWrite("events", alloy.write)],
        }),
      ],
    }),
  ]);
}
