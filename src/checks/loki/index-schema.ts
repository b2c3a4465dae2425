import type { Check } from "../check";
import { mappingsAt, shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

const WANTED: Readonly<Record<string, string>> = {
  store: "tsdb",
  object_store: "filesystem",
  schema: "v13",
  "index.period": "24h",
};

export const indexSchema: Check = {
  id: "index-schema",
  severity: "error",
  reason:
    "structured metadata, retention and the filesystem store need the newest period of the schema to be tsdb, v13 and a day an index",
  evidence: "Loki 3.7.8, pkg/loki/validation.go and pkg/storage/config/schema_config.go refuse to start otherwise",
  find({ loki }) {
    const newest = mappingsAt(effectiveConfiguration(loki.values), "schema_config.configs").at(-1) ?? {};
    return Object.entries(WANTED)
      .filter(([key, value]) => valueAt(newest, key) !== value)
      .map(([key, value]) => ({
        setting: `Loki's configuration: schema_config.configs, ${key} of the newest`,
        got: shownAt(newest, key),
        expected: `"${value}"`,
        remedy: `add a period with ${key}: ${value} that begins in the future; a period that holds logs must not change`,
      }));
  },
};
