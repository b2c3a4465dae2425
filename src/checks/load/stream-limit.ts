import { USABLE_STREAM_SHARE } from "../../capacity/bounds";
import { demandOf } from "../../capacity/capacity";
import { streamsInMemory } from "../../capacity/demand";
import type { Check } from "../check";
import { needsLoad } from "./sizing";

export const streamLimit: Check = {
  id: "stream-limit",
  severity: "error",
  reason: "at its limit of streams Loki refuses whole batches: agents wait, with all of their node's pods",
  evidence:
    "Loki 3.7.8 answers 429; 12 h of idle time and the pods of CronJobs filled 5000 of 5000 streams with a hundred alive, and 2.67 million lines were refused",
  needs: needsLoad("podStartsPerDay"),
  find({ model }) {
    const { load, loki } = model;
    const streams = streamsInMemory(demandOf(model));
    const allowed = Math.floor(loki.limits.maxStreams * USABLE_STREAM_SHARE);
    if (streams <= allowed) return [];
    return [
      {
        setting: "loki.maxStreams",
        got: `${loki.limits.maxStreams}, of which ${allowed} are for ordinary days`,
        expected: `room for ${streams} streams: those of ${load.pods} pods, and of ${load.podStartsPerDay} starts a day for ${loki.ingester.chunkIdlePeriod}`,
        remedy:
          "leave loki.maxStreams out (it follows from memory), raise loki.resources.memoryLimit, or lower loki.ingester.chunkIdlePeriod",
      },
    ];
  },
};
