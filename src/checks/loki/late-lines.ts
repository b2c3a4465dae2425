import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

export const lateLines: Check = {
  id: "late-lines",
  severity: "error",
  reason:
    "a line that arrives late is in memory, and by default queries about its time ask the store alone: it is invisible until its chunk is flushed",
  evidence:
    "Loki 3.7.8, pkg/loki/modules.go sets query_store_max_look_back_period to max_chunk_age and 41 minutes; -1 is allowed with the filesystem store",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    const key = "ingester.query_store_max_look_back_period";
    if (["-1", "-1s", "-1ns"].includes(String(valueAt(configuration, key)))) return [];
    return [
      {
        setting: `Loki's configuration: ${key}`,
        got: shownAt(configuration, key),
        expected: "-1: the ingester is asked whatever the time of the query",
        remedy: `write ${key}: -1`,
      },
    ];
  },
};
