import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

const WANTED: readonly (readonly [key: string, value: unknown, because: string])[] = [
  ["common.replication_factor", 1, "there is one ingester"],
  ["common.ring.kvstore.store", "inmemory", "there is one process"],
];

export const singleRing: Check = {
  id: "single-ring",
  severity: "error",
  reason:
    "one Loki has nobody to find: with memberlist it waits for a name that resolves only once it is ready, and with a higher replication factor it refuses every line",
  evidence:
    "chart loki 18.11.0 sets abort_if_cluster_join_fails and a replication factor of 3; a start that takes longer than some five minutes never ends",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    return WANTED.filter(([key, value]) => valueAt(configuration, key) !== value).map(([key, value, because]) => ({
      setting: `Loki's configuration: ${key}`,
      got: shownAt(configuration, key),
      expected: `${JSON.stringify(value)}, because ${because}`,
      remedy: `write ${key}: ${JSON.stringify(value)}`,
    }));
  },
};
