import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { type Arrival, arrivals } from "./flow";

export const streamLabels: Check = {
  id: "pipeline-stream-labels",
  severity: "error",
  reason: "every value of a label is a stream of its own, and chunks of many small streams fill memory and disk",
  evidence:
    "with the labels filename and stream 5000 of 5000 streams were open on a real cluster, and Loki refused 2.67 million lines",
  find: (stack) => arrivals(stack).flatMap(tooMany),
};

function tooMany({ part, path, labels, contract }: Arrival): readonly Finding[] {
  const known = contract.labels.map(({ name }) => name);
  return [...labels]
    .filter((label) => !known.includes(label))
    .map((label) => ({
      setting: inPipeline(part, path),
      got: `${contract.lines} with the label ${label}`,
      expected: `no label but ${known.join(", ")}`,
      remedy: "move it to the structured metadata (stage.structured_metadata), or drop it (stage.label_drop)",
    }));
}
