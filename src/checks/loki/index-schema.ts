import type { Check } from "../check";
import { mappingsAt, shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

const REQUIRED: Readonly<Record<string, string>> = {
  store: "tsdb",
  object_store: "filesystem",
  schema: "v13",
  "index.period": "24h",
};

export const indexSchema: Check = {
  id: "index-schema",
  title: "The newest schema period is tsdb v13 on the file system",
  severity: "error",
  why: "structured metadata, retention and the filesystem store require tsdb, v13 and a daily index in the newest schema period",
  remedy: "add a period that begins in the future; never change a period that contains logs",
  evidence: "otherwise Loki 3.7.8 refuses to start: pkg/loki/validation.go and pkg/storage/config/schema_config.go",
  find({ loki }) {
    const newest = mappingsAt(effectiveConfiguration(loki.values), "schema_config.configs").at(-1) ?? {};
    return Object.entries(REQUIRED)
      .filter(([key, value]) => valueAt(newest, key) !== value)
      .map(([key, value]) => ({
        setting: `Loki's configuration: schema_config.configs, ${key} of the newest period`,
        got: shownAt(newest, key),
        expected: `"${value}"`,
        remedy: `add a period with ${key}: ${value} that begins in the future; never change a period that contains logs`,
      }));
  },
};
