import type { LoadSettings } from "../../cluster/settings";
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
