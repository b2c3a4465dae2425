import type { Check, Finding } from "../check";
import { inPipeline } from "./blocks";
import { type Arrival, arrivals } from "./flow";

/** Loki derives it from the labels that arrive. */
const SET_BY_LOKI = "service_name";

export const promisedLabels: Check = {
  id: "pipeline-promised-labels",
  title: "Streams have the labels that rules select by",
  severity: "error",
  why: "a rule never fires if it selects by a label that no line has",
  remedy: "set the label at the source, or remove it from the contract and from every rule",
  evidence: "rules are checked against the labels in src/alloy/source-contracts.ts, so the pipelines must set them",
  find: (stack) => arrivals(stack).flatMap(missing),
};

function missing({ part, path, labels, contract }: Arrival): readonly Finding[] {
  return contract.labels
    .filter(({ name }) => name !== SET_BY_LOKI && !labels.has(name))
    .map(({ name }) => ({
      setting: inPipeline(part, path),
      got: `${contract.lines} without the label ${name}`,
      expected: `the label ${name}, which src/alloy/source-contracts.ts promises to rules`,
      remedy: "set it at the source, or remove it from the contract and from every rule",
    }));
}
