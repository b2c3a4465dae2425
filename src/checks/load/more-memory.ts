import { demandOf } from "../../capacity/demand";
import { patternHeap } from "../../capacity/memory";
import { sizesFor, writtenSizes } from "../../capacity/sizes";
import type { Model } from "../../model";

/** What to do where a load has too little memory: three sizes that carry it together, or less to hold. */
export function moreMemory(model: Model): string {
  const demand = demandOf(model);
  const patterns = demand.patterns ? `loki.patterns: false (${patternHeap(demand).toHumanString()} of heap), or ` : "";
  return `write ${writtenSizes(sizesFor(demand, model.loki))}; or hold less: ${patterns}a shorter loki.ingester.maxChunkAge; "npm run capacity" shows what each would do`;
}
