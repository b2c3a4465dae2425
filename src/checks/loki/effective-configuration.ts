import { isPlainObject } from "../../settings/plain-object";
import type { Values } from "../../terraform/chart-values";
import { Duration } from "../../units";
import { durationAt, valueAt } from "../values";

/** What the chart's own template writes where nothing is set (chart loki 18.11.0, rendered). */
const OF_THE_CHART: Values = {
  auth_enabled: true,
  common: { path_prefix: "/var/loki", replication_factor: 3, storage: { filesystem: {} } },
  compactor: {},
  ingester: { wal: { flush_on_shutdown: true } },
  ruler: { storage: { type: "local" }, wal: { dir: "/var/loki/ruler-wal" } },
};

/** The keys under "loki" that the chart's template copies into a block of the same or another name. Others are ignored. */
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
 * Loki's configuration as it will be in the cluster: loki.structuredConfig over what the chart's own template makes of
 * its other keys, which is nothing where loki.config has been emptied.
 */
export function effectiveConfiguration(values: Values): Values {
  const base = valueAt(values, "loki.config") === "{}" ? {} : ofTemplate(values);
  return overlaid(base, valueAt(values, "loki.structuredConfig"));
}

function ofTemplate(values: Values): Values {
  const copied = Object.entries(COPIED).flatMap(([key, block]) => {
    const value = valueAt(values, `loki.${key}`);
    return value === undefined ? [] : [[block, value] as const];
  });
  return overlaid(OF_THE_CHART, Object.fromEntries(copied));
}

function overlaid(base: Values, over: unknown): Values {
  if (!isPlainObject(over)) return base;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    merged[key] = isPlainObject(below) && isPlainObject(value) ? overlaid(below, value) : value;
  }
  return merged;
}

const DEFAULT_CHUNK_AGE = Duration.hours(2);

/** How long a chunk may stay in memory, by what is written or by Loki's default. */
export function maxChunkAgeOf(configuration: Values): Duration {
  return durationAt(configuration, "ingester.max_chunk_age") ?? DEFAULT_CHUNK_AGE;
}
