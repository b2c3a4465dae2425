import { Duration } from "../../units";
import type { Check } from "../check";
import { durationAt, shownAt, valueAt } from "../values";
import { effectiveConfiguration, maxChunkAgeOf } from "./effective-configuration";

const DEFAULT_PERIOD = Duration.hours(1);

export const chunkSync: Check = {
  id: "chunk-sync",
  severity: "error",
  reason:
    "at every sync period Loki cuts each chunk that is a tenth full, whatever its age: nothing stays in memory for a day",
  evidence: "Loki 3.7.8, pkg/ingester: sync_period 1h and sync_min_utilization 0.1 by default",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    const age = maxChunkAgeOf(configuration);
    const written = valueAt(configuration, "ingester.sync_period");
    const period = written === undefined ? DEFAULT_PERIOD : durationAt(configuration, "ingester.sync_period");
    if (period !== null && (period.toSeconds() === 0 || !age.isLongerThan(period))) return [];
    return [
      {
        setting: "Loki's configuration: ingester.sync_period",
        got:
          written === undefined
            ? `nothing, which means ${DEFAULT_PERIOD}`
            : shownAt(configuration, "ingester.sync_period"),
        expected: `0 (never), or at least ingester.max_chunk_age, which is ${age}`,
        remedy: 'write ingester.sync_period: "0s"',
      },
    ];
  },
};
