import { Duration } from "../../units";
import type { Check, Finding } from "../check";
import { durationAt, shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

export const retentionDeletes: Check = {
  id: "retention-deletes",
  severity: "error",
  reason: "a retention period deletes nothing unless the compactor is told to: the volume fills, and Loki stops",
  evidence:
    "Loki 3.7.8, pkg/compactor: retention_enabled is false by default, and with it delete_request_store is required",
  find({ model, loki }) {
    const configuration = effectiveConfiguration(loki.values);
    const period = durationAt(configuration, "limits_config.retention_period");
    const problems: Finding[] = [];
    const refuse = (key: string, expected: string) =>
      problems.push({
        setting: `Loki's configuration: ${key}`,
        got: shownAt(configuration, key),
        expected,
        remedy: `write ${key}: ${expected}`,
      });
    if (valueAt(configuration, "compactor.retention_enabled") !== true) refuse("compactor.retention_enabled", "true");
    if (valueAt(configuration, "compactor.delete_request_store") !== "filesystem")
      refuse("compactor.delete_request_store", "filesystem");
    if (period === null || Duration.hours(24).isLongerThan(period))
      refuse("limits_config.retention_period", `${model.loki.retention}`);
    return problems;
  },
};
