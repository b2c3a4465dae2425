import { Duration } from "../units";
import { lokiProcess, lokiSourceEvents, lokiWrite, stageLabelDrop } from "./components";
import { EVENTS_JOB } from "./jobs";
import type { AlloyModel } from "./model";
import { pipelineText } from "./pipeline";
import { dropStages } from "./stages";

/** The configuration of the one collector of the cluster's events. */
export function eventsPipeline(alloy: AlloyModel): string {
  return pipelineText([
    lokiSourceEvents("cluster", {
      jobName: EVENTS_JOB,
      forwardTo: [
        lokiProcess("events", {
          stages: [stageLabelDrop("The same for every event.", "instance"), ...dropStages(alloy)],
          forwardTo: [lokiWrite("loki", { url: alloy.write.url, maxBackoff: Duration.seconds(30) })],
        }),
      ],
    }),
  ]);
}
