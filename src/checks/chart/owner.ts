/**
 * What to do instead of writing a block of Loki's configuration among the chart's values: its configuration is derived,
 * and what can be chosen of it is a setting.
 */
const OWNERS: Readonly<Record<string, string>> = {
  auth_enabled: "this Loki has one tenant",
  common: "directories and rings follow from loki.wal and nfs in main.ts",
  compactor: "loki.compactionInterval and loki.retention in main.ts decide it",
  ingester: "loki.ingester and loki.wal in main.ts decide it",
  limits_config: "loki.retention and loki.maxStreams in main.ts decide what can be chosen",
  ruler: '"alertmanager" in main.ts says where alerts go, and the files in rules/ which there are',
  ruler_storage: "the files in rules/ are the rules",
};

const FIXED = "src/loki/configuration.ts has what can't be chosen";

/** What the chart calls the blocks that it doesn't call as Loki does. */
const OF_THE_CHART: Readonly<Record<string, string>> = {
  common: "commonConfig",
  memberlist: "memberlistConfig",
  ruler: "rulerConfig",
  runtime_config: "runtimeConfig",
  schema_config: "schemaConfig",
};

/** Loki's own names of its blocks. @see https://grafana.com/docs/loki/latest/configure/ */
const BLOCKS = new Set([
  ...Object.keys(OWNERS),
  ...Object.keys(OF_THE_CHART),
  ..."analytics bloom_build bloom_gateway chunk_store_config distributor frontend frontend_worker".split(" "),
  ..."index_gateway ingester_client operational_config pattern_ingester querier query_engine query_range".split(" "),
  ..."query_scheduler server storage_config table_manager tracing".split(" "),
]);

/** The block of Loki's configuration that a key of the chart's values stands for, by Loki's name or by the chart's. */
export function blockOf(path: readonly string[]): string | null {
  const key = (path[0] === "loki" ? path[1] : path[0]) ?? "";
  const renamed = Object.entries(OF_THE_CHART).find(([, name]) => name === key)?.[0];
  return renamed ?? (BLOCKS.has(key) ? key : null);
}

/** The chart's name of a block that it calls otherwise than Loki. */
export function chartName(block: string): string | null {
  const name = OF_THE_CHART[block];
  return name === undefined ? null : `loki.${name}`;
}

export function instead(block: string | null): string {
  return `delete it: ${(block === null ? undefined : OWNERS[block]) ?? FIXED}`;
}
