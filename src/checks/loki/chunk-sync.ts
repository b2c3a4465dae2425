import { Duration } from "../../units";
import type { Check } from "../check";
import { durationAt, shownAt, valueAt } from "../values";
import { effectiveConfiguration, maxChunkAgeOf } from "./effective-configuration";

const DEFAULT_PERIOD = Duration.hours(1);

export const chunkSync: Check = {
  id: "chunk-sync",
  title: "Loki does not cut chunks early",
  severity: "error",
  why: "at every sync period Loki cuts each chunk that is at least a tenth full, so no chunk stays in memory for a day",
  remedy: 'set ingester.sync_period: "0s"',
  evidence: "Loki 3.7.8, pkg/ingester: sync_period is 1h and sync_min_utilization is 0.1 by default",
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
            ? `nothing (Loki's default is ${DEFAULT_PERIOD})`
            : shownAt(configuration, "ingester.sync_period"),
        expected: `0 (never), or at least ingester.max_chunk_age (${age})`,
        remedy: 'set ingester.sync_period: "0s"',
      },
    ];
  },
};
