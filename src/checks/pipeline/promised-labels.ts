import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { type Arrival, arrivals } from "./flow";

/** Loki makes it, of the labels that arrive. */
const OF_LOKI = "service_name";

export const promisedLabels: Check = {
  id: "pipeline-promised-labels",
  severity: "error",
  reason: "a rule that selects by a label which no line has never fires",
  evidence: "rules are checked against the labels in src/alloy/source-contracts.ts, which the pipelines have to keep",
  find: (stack) => arrivals(stack).flatMap(missing),
};

function missing({ part, path, labels, contract }: Arrival): readonly Finding[] {
  return contract.labels
    .filter(({ name }) => name !== OF_LOKI && !labels.has(name))
    .map(({ name }) => ({
      setting: inPipeline(part, path),
      got: `${contract.lines} without the label ${name}`,
      expected: `the label ${name}, which src/alloy/source-contracts.ts promises to rules`,
      remedy: "set it where the lines are read, or take it out of the contract and out of every rule",
    }));
}
