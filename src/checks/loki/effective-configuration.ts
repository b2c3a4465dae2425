import { isPlainObject } from "../../settings/plain-object";
import type { Values } from "../../terraform/chart-values";
import { Duration, oncePer } from "../../units";
import { durationAt, valueAt } from "../values";

/** What the chart's template writes by default (chart loki 18.11.0, rendered). */
const CHART_DEFAULTS: Values = {
  auth_enabled: true,
  common: { path_prefix: "/var/loki", replication_factor: 3, storage: { filesystem: {} } },
  compactor: {},
  ingester: { wal: { flush_on_shutdown: true } },
  ruler: { storage: { type: "local" }, wal: { dir: "/var/loki/ruler-wal" } },
};

/** The keys below "loki" that the chart's template copies into a block of Loki's configuration. It ignores others. */
const COPIED: Readonly<Record<string, string>> = {
  auth_enabled: "auth_enabled",
  analytics: "analytics",
  commonConfig: "common",
  compactor: "compactor",
  ingester: "ingester",
  limits_config: "limits_config",
  pattern_ingester: "pattern_ingester",
  querier: "querier",
  rulerConfig: "ruler",
  schemaConfig: "schema_config",
  server: "server",
  storage_config: "storage_config",
};

/**
 * Loki's configuration in the cluster: loki.structuredConfig merged over the output of the chart's template, which is
 * empty if loki.config is.
 */
export const effectiveConfiguration = oncePer((values: Values): Values => {
  const base = valueAt(values, "loki.config") === "{}" ? {} : templateOutput(values);
  return merge(base, valueAt(values, "loki.structuredConfig"));
});

function templateOutput(values: Values): Values {
  const copied = Object.entries(COPIED).flatMap(([key, block]) => {
    const value = valueAt(values, `loki.${key}`);
    return value === undefined ? [] : [[block, value] as const];
  });
  return merge(CHART_DEFAULTS, Object.fromEntries(copied));
}

function merge(base: Values, overrides: unknown): Values {
  if (!isPlainObject(overrides)) return base;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const below = base[key];
    result[key] = isPlainObject(below) && isPlainObject(value) ? merge(below, value) : value;
  }
  return result;
}

const DEFAULT_CHUNK_AGE = Duration.hours(2);

/** How long a chunk may stay in memory. */
export function maxChunkAgeOf(configuration: Values): Duration {
  return durationAt(configuration, "ingester.max_chunk_age") ?? DEFAULT_CHUNK_AGE;
}
