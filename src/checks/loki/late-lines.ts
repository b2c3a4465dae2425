import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

export const lateLines: Check = {
  id: "late-lines",
  title: "Queries find late lines",
  severity: "error",
  why: "a late line stays in memory until its chunk is flushed, but by default queries for its time range read only the store",
  remedy: "set ingester.query_store_max_look_back_period: -1",
  evidence:
    "Loki 3.7.8, pkg/loki/modules.go: query_store_max_look_back_period defaults to max_chunk_age plus 41 minutes; the filesystem store allows -1",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    const key = "ingester.query_store_max_look_back_period";
    if (["-1", "-1s", "-1ns"].includes(String(valueAt(configuration, key)))) return [];
    return [
      {
        setting: `Loki's configuration: ${key}`,
        got: shownAt(configuration, key),
        expected: "-1 (queries always read the ingester)",
        remedy: `set ${key}: -1`,
      },
    ];
  },
};
