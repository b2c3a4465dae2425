import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

export const deleteApi: Check = {
  id: "delete-api",
  title: "The delete API is disabled",
  severity: "error",
  why: "with retention on and authentication off, anyone who reaches Loki's port can delete logs",
  remedy: "set limits_config.deletion_mode: disabled",
  evidence: "Loki 3.7.8, pkg/validation/limits.go: deletion_mode is filter-and-delete by default",
  find({ loki }) {
    const configuration = effectiveConfiguration(loki.values);
    if (valueAt(configuration, "auth_enabled") === true) return [];
    if (valueAt(configuration, "limits_config.deletion_mode") === "disabled") return [];
    return [
      {
        setting: "Loki's configuration: limits_config.deletion_mode",
        got: shownAt(configuration, "limits_config.deletion_mode"),
        expected: '"disabled", because auth_enabled is off',
        remedy: "set limits_config.deletion_mode: disabled",
      },
    ];
  },
};
