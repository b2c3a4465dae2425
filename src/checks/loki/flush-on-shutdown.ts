import type { Values } from "../../terraform/chart-values";
import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";
import { mountOf, mountsOf } from "./pod";

export const flushOnShutdown: Check = {
  id: "flush-on-shutdown",
  title: "Loki flushes its chunks on shutdown",
  severity: "error",
  why: "a write-ahead log in memory is lost with the pod: without a flush, every rollout loses up to a day of lines",
  remedy: "set ingester.wal.flush_on_shutdown: true",
  evidence: "Loki 3.7.8, pkg/ingester/wal.go: flush_on_shutdown is false by default while the write-ahead log is on",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    if (!isWalInMemory(configuration, loki.values)) return [];
    const key = "ingester.wal.flush_on_shutdown";
    if (valueAt(configuration, key) === true) return [];
    return [
      {
        setting: `Loki's configuration: ${key}`,
        got: shownAt(configuration, key),
        expected: "true, because the write-ahead log is in a tmpfs",
        remedy: `set ${key}: true`,
      },
    ];
  },
};

export function isWalInMemory(configuration: Values, values: Values): boolean {
  const directory = valueAt(configuration, "ingester.wal.dir");
  return typeof directory === "string" && mountOf(directory, mountsOf(values))?.inMemory === true;
}
