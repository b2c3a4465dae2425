import { EVENTS, JOURNAL, PODS, type SourceContract } from "../../alloy/source-contracts";
import { alloyReleases, type RenderedAlloy, type RenderedStack } from "../../stack/rendered-stack";
import { labelFlow } from "./label-flow";

const CONTRACTS: Readonly<Record<string, SourceContract>> = {
  "loki.source.file": PODS,
  "loki.source.journal": JOURNAL,
  "loki.source.kubernetes_events": EVENTS,
};

/** The lines of one source where they leave for Loki, with what they are said to be there. */
export interface Arrival {
  readonly part: RenderedAlloy;
  readonly path: string;
  readonly labels: ReadonlySet<string>;
  readonly contract: SourceContract;
}

export function arrivals(stack: RenderedStack): readonly Arrival[] {
  return alloyReleases(stack).flatMap((part) =>
    part.pipeline.flatMap((source) => {
      const contract = CONTRACTS[source.name];
      const steps = contract === undefined ? null : labelFlow(part.pipeline, source);
      const writes = steps?.filter(({ block }) => block.name === "loki.write") ?? [];
      return contract === undefined ? [] : writes.map(({ path, labels }) => ({ part, path, labels, contract }));
    }),
  );
}
