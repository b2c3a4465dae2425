import { Duration } from "../../units";
import type { Check } from "../check";
import { durationAt, shownAt, valueAt } from "../values";
import { effectiveConfiguration, maxChunkAgeOf } from "./effective-configuration";

const DEFAULT_WITHIN = Duration.hours(3);

export const queryLookBack: Check = {
  id: "query-look-back",
  title: "Queries read the chunks in memory",
  severity: "error",
  why: "queries miss lines in memory unless they read the ingester for as long as chunks stay there",
  remedy: 'set querier.query_ingesters_within: "0s"',
  evidence:
    "Loki 3.7.8, pkg/querier/intervals.go: a query that ends more than query_ingesters_within ago reads only the store; the default of 3h is shorter than a day in memory, and a single process hides this only while it derives its own look-back",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    const age = maxChunkAgeOf(configuration);
    const within = durationAt(configuration, "querier.query_ingesters_within") ?? DEFAULT_WITHIN;
    // Zero means always.
    if (within.toSeconds() === 0 || !age.isLongerThan(within)) return [];
    return [
      {
        setting: "Loki's configuration: querier.query_ingesters_within",
        got:
          valueAt(configuration, "querier.query_ingesters_within") === undefined
            ? `nothing (Loki's default is ${DEFAULT_WITHIN})`
            : shownAt(configuration, "querier.query_ingesters_within"),
        expected: `0 (always), or at least ingester.max_chunk_age (${age})`,
        remedy: 'set querier.query_ingesters_within: "0s"',
      },
    ];
  },
};
