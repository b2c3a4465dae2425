import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { type Arrival, arrivals } from "./flow";

export const streamLabels: Check = {
  id: "pipeline-stream-labels",
  title: "Streams have no unexpected labels",
  severity: "error",
  why: "every label value creates a stream, and the chunks of many small streams fill memory and disk",
  remedy: "move the label to the structured metadata, or drop it",
  evidence:
    "with the labels filename and stream, a real cluster had 5000 of 5000 streams open, and Loki rejected 2.67 million lines",
  find: (stack) => arrivals(stack).flatMap(unexpectedLabels),
};

function unexpectedLabels({ part, path, labels, contract }: Arrival): readonly Finding[] {
  const known = contract.labels.map(({ name }) => name);
  return [...labels]
    .filter((label) => !known.includes(label))
    .map((label) => ({
      setting: inPipeline(part, path),
      got: `${contract.lines} with the label ${label}`,
      expected: `only the labels ${known.join(", ")}`,
      remedy: "move it to the structured metadata (stage.structured_metadata), or drop it (stage.label_drop)",
    }));
}
