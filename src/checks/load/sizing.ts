import { demandOf } from "../../capacity/capacity";
import { patternHeap } from "../../capacity/memory";
import { sizesFor, sizesSnippet } from "../../capacity/sizes";
import type { LoadSettings } from "../../cluster/settings";
import type { Model } from "../../model";
import { snippet } from "../../settings/snippet";
import type { Need } from "../check";

/** A check that says something only about a load that somebody has declared. */
export function needsLoad(key: keyof LoadSettings): Need {
  return { setting: `load.${key}`, declared: ({ model }) => model.load.declared.includes(key) };
}

/** How much is written, in either of the ways in which it can be declared. */
export const needsVolumeOfText: Need = {
  setting: "load.bytesPerDay",
  declared: ({ model: { load } }) => load.declared.includes("bytesPerDay") || load.declared.includes("linesPerSecond"),
};

/** What to do where a load has too little memory: three sizes that carry it together, or less to hold. */
export function moreMemory(model: Model): string {
  const demand = demandOf(model);
  const patterns = `${snippet({ "loki.patterns": "false" })} (${patternHeap(demand).toMebibytesString()} of heap), or `;
  return sizesOr(`${demand.patterns ? patterns : ""}${SHORTER}`, model);
}

/** The same where it is the log that has too little: patterns are in none. */
export function largerLog(model: Model): string {
  return sizesOr(SHORTER, model);
}

const SHORTER = "a shorter loki.ingester.maxChunkAge";

function sizesOr(less: string, model: Model): string {
  const sizes = sizesSnippet(sizesFor(demandOf(model), model.loki));
  return `write ${sizes}, all of it together; or hold less: ${less}; "npm run capacity" shows what each would do`;
}
