import { USABLE_STREAM_SHARE } from "../../capacity/bounds";
import { demandOf } from "../../capacity/capacity";
import { streamsInMemory } from "../../capacity/demand";
import type { Check } from "../check";
import { needsLoad } from "./sizing";

export const streamLimit: Check = {
  id: "stream-limit",
  title: "The stream limit covers the load",
  severity: "error",
  why: "at its stream limit Loki rejects whole batches, which blocks the agents and all pods of their nodes",
  remedy: "leave loki.maxStreams unset, raise loki.resources.memoryLimit, or lower loki.ingester.chunkIdlePeriod",
  evidence:
    "Loki 3.7.8 answers 429; in production, an idle period of 12 h and CronJobs filled 5000 of 5000 streams while 100 were active; Loki rejected 2.67 million lines",
  needs: needsLoad("podStartsPerDay"),
  find({ model }) {
    const { load, loki } = model;
    const streams = streamsInMemory(demandOf(model));
    const allowed = Math.floor(loki.limits.maxStreams * USABLE_STREAM_SHARE);
    if (streams <= allowed) return [];
    return [
      {
        setting: "loki.maxStreams",
        got: `${loki.limits.maxStreams} (${allowed} without the reserve)`,
        expected: `enough for ${streams} streams: ${load.pods} pods, and ${load.podStartsPerDay} pod starts per day whose streams stay for ${loki.ingester.chunkIdlePeriod}`,
        remedy:
          "leave loki.maxStreams unset (it follows from memory), raise loki.resources.memoryLimit, or lower loki.ingester.chunkIdlePeriod",
      },
    ];
  },
};
