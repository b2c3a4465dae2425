/**
 * What sets each block of Loki's configuration. The stack derives the configuration, so no values file contains it.
 */
const OWNERS: Readonly<Record<string, string>> = {
  auth_enabled: "this Loki has one tenant",
  common: "directories and rings follow from loki.wal and nfs in main.ts",
  compactor: "loki.compactionInterval and loki.retention in main.ts set it",
  ingester: "loki.ingester and loki.wal in main.ts set it",
  limits_config: "loki.retention and loki.maxStreams in main.ts set it",
  ruler: '"alertmanager" in main.ts sets the destination of alerts, and the files in rules/ define them',
  ruler_storage: "the files in rules/ contain the rules",
};

const FIXED = "src/loki/configuration.ts sets it";

/** The chart's names of blocks that it names differently from Loki. */
const CHART_NAMES: Readonly<Record<string, string>> = {
  common: "commonConfig",
  memberlist: "memberlistConfig",
  ruler: "rulerConfig",
  runtime_config: "runtimeConfig",
  schema_config: "schemaConfig",
};

/** The blocks of Loki's configuration. @see https://grafana.com/docs/loki/latest/configure/ */
const BLOCKS = new Set([
  ...Object.keys(OWNERS),
  ...Object.keys(CHART_NAMES),
  ..."analytics bloom_build bloom_gateway chunk_store_config distributor frontend frontend_worker".split(" "),
  ..."index_gateway ingester_client operational_config pattern_ingester querier query_engine query_range".split(" "),
  ..."query_scheduler server storage_config table_manager tracing".split(" "),
]);

/** The block of Loki's configuration that a key names, by Loki's name or by the chart's. */
export function blockOf(path: readonly string[]): string | null {
  const key = (path[0] === "loki" ? path[1] : path[0]) ?? "";
  const renamed = Object.entries(CHART_NAMES).find(([, name]) => name === key)?.[0];
  return renamed ?? (BLOCKS.has(key) ? key : null);
}

/** The chart's name of a block, if it differs from Loki's. */
export function chartName(block: string): string | null {
  const name = CHART_NAMES[block];
  return name === undefined ? null : `loki.${name}`;
}

/** Tells the user to delete a block, and what sets it. */
export function deleteBlock(block: string | null): string {
  return `delete it: ${(block === null ? undefined : OWNERS[block]) ?? FIXED}`;
}

/** The correction of a key that other charts, older versions or other documents have. */
export interface Correction {
  readonly expected: string;
  readonly remedy: string;
}

const VOLUME: Correction = {
  expected: "nothing: the chart creates its own claim, which the stack binds to the volume by name",
  remedy: "delete it: nfs in main.ts sets where the data is stored",
};

const NO_BLOOMS: Correction = {
  expected: "nothing: the chart no longer has this component",
  remedy: "delete it: bloomPlanner and bloomBuilder replace it, and neither runs here",
};

function renamed(...keys: readonly string[]): Correction {
  const names = keys.map((key) => `"${key}"`).join(" or ");
  return { expected: names, remedy: `use ${names}` };
}

export const LOKI_CORRECTIONS: Readonly<Record<string, Correction>> = {
  bloomCompactor: NO_BLOOMS,
  persistence: renamed("singleBinary.persistence"),
  "singleBinary.persistence.existingClaim": VOLUME,
  "singleBinary.persistence.volumeName": VOLUME,
  "singleBinary.securityContext": renamed("singleBinary.podSecurityContext", "singleBinary.containerSecurityContext"),
  "singleBinary.serviceAccountName": renamed("serviceAccount.name"),
  "singleBinary.targetModule": {
    expected: "nothing: in this mode the chart starts every module",
    remedy: "delete it",
  },
  "singleBinary.updateStrategy": renamed("singleBinary.strategy"),
};

export const ALLOY_CORRECTIONS: Readonly<Record<string, Correction>> = {
  "alloy.extraVolumeMounts": renamed("alloy.mounts.extra"),
  "alloy.extraVolumes": renamed("controller.volumes.extra"),
  "controller.extraVolumes": renamed("controller.volumes.extra"),
};
