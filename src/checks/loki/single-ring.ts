import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

const REQUIRED: readonly (readonly [key: string, value: unknown, why: string])[] = [
  ["common.replication_factor", 1, "there is one ingester"],
  ["common.ring.kvstore.store", "inmemory", "there is one process"],
];

export const singleRing: Check = {
  id: "single-ring",
  title: "Loki forms a ring of one",
  severity: "error",
  why: "a single Loki has no peers: memberlist waits for a DNS name that resolves only when Loki is ready, and a higher replication factor rejects every line",
  remedy: "set common.replication_factor: 1 and common.ring.kvstore.store: inmemory",
  evidence:
    "chart loki 18.11.0 sets abort_if_cluster_join_fails and a replication factor of 3; a start that takes longer than about five minutes never completes",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    return REQUIRED.filter(([key, value]) => valueAt(configuration, key) !== value).map(([key, value, why]) => ({
      setting: `Loki's configuration: ${key}`,
      got: shownAt(configuration, key),
      expected: `${JSON.stringify(value)}, because ${why}`,
      remedy: `set ${key}: ${JSON.stringify(value)}`,
    }));
  },
};
