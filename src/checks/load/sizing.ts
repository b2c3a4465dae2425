import { demandOf } from "../../capacity/capacity";
import { patternHeap } from "../../capacity/memory";
import { sizesFor, sizesSnippet } from "../../capacity/sizes";
import type { LoadSettings } from "../../cluster/settings";
import type { Model } from "../../model";
import { snippet } from "../../settings/snippet";
import type { RequiredSetting } from "../check";

/** Requires a setting of the load to be declared. */
export function needsLoad(key: keyof LoadSettings): RequiredSetting {
  return { setting: `load.${key}`, declared: ({ model }) => model.load.declared.includes(key) };
}

/** Requires the log volume, in bytes or in lines. */
export const needsLogVolume: RequiredSetting = {
  setting: "load.bytesPerDay",
  declared: ({ model: { load } }) => load.declared.includes("bytesPerDay") || load.declared.includes("linesPerSecond"),
};

/** The remedy for too little memory: three sizes that together fit the load, or ways to keep less in memory. */
export function moreMemory(model: Model): string {
  const demand = demandOf(model);
  const patterns = `${snippet({ "loki.patterns": "false" })} (${patternHeap(demand).toMebibytesString()} of heap), or `;
  return sizesOr(`${demand.patterns ? patterns : ""}${SHORTER}`, model);
}

/** The remedy for a tmpfs that is too small. The write-ahead log contains no patterns. */
export function largerLog(model: Model): string {
  return sizesOr(SHORTER, model);
}

const SHORTER = "a shorter loki.ingester.maxChunkAge";

function sizesOr(less: string, model: Model): string {
  const sizes = sizesSnippet(sizesFor(demandOf(model), model.loki));
  return `set all of ${sizes}; or keep less in memory: ${less}; "npm run capacity" shows the effect of each`;
}
