import { Duration } from "../../units";
import type { Check, Finding } from "../check";
import { durationAt, shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

export const retentionDeletes: Check = {
  id: "retention-deletes",
  title: "The compactor deletes expired logs",
  severity: "error",
  why: "a retention period deletes nothing unless the compactor enforces it: the volume fills up, and Loki stops",
  remedy: "enable retention in the compactor, with a delete_request_store and a retention_period",
  evidence: "Loki 3.7.8, pkg/compactor: retention_enabled is false by default, and it requires delete_request_store",
  find({ model, loki }) {
    const configuration = effectiveConfiguration(loki.values);
    const period = durationAt(configuration, "limits_config.retention_period");
    const findings: Finding[] = [];
    const add = (key: string, expected: string) =>
      findings.push({
        setting: `Loki's configuration: ${key}`,
        got: shownAt(configuration, key),
        expected,
        remedy: `set ${key}: ${expected}`,
      });
    if (valueAt(configuration, "compactor.retention_enabled") !== true) add("compactor.retention_enabled", "true");
    if (valueAt(configuration, "compactor.delete_request_store") !== "filesystem")
      add("compactor.delete_request_store", "filesystem");
    if (period === null || Duration.hours(24).isLongerThan(period))
      add("limits_config.retention_period", `${model.loki.retention}`);
    return findings;
  },
};
