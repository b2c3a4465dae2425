import { closest, distance } from "fastest-levenshtein";
import { ANY, below, type KeyTree, paths } from "./key-tree";

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

/** What people write because other charts, older versions or other documents have it, and what is right here. */
export interface Trap {
  readonly expected: string;
  readonly remedy: string;
}

const VOLUME: Trap = {
  expected: "nothing: the chart makes its own claim, which the plan has bound to the volume by name",
  remedy: "delete it: nfs in main.ts says where the data lies",
};

const NO_BLOOMS: Trap = {
  expected: "nothing: the chart has no such component any more",
  remedy: "delete it: bloomPlanner and bloomBuilder have taken its place, and neither runs here",
};

function renamed(...keys: readonly string[]): Trap {
  const names = keys.map((key) => `"${key}"`).join(" or ");
  return { expected: names, remedy: `write ${names}` };
}

export const LOKI_TRAPS: Readonly<Record<string, Trap>> = {
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

export const ALLOY_TRAPS: Readonly<Record<string, Trap>> = {
  "alloy.extraVolumeMounts": renamed("alloy.mounts.extra"),
  "alloy.extraVolumes": renamed("controller.volumes.extra"),
  "controller.extraVolumes": renamed("controller.volumes.extra"),
};

/** The parts of the charts that this project deploys: a name that many parts have is most likely meant in one of them. */
const DEPLOYED = ["singleBinary", "loki", "alloy", "controller"];

/** The key that was most likely meant: a slip of the pen at its location, or the same name at another one. */
export function suggestion(tree: KeyTree, path: readonly string[]): readonly string[] | null {
  const key = path.at(-1) ?? "";
  const parents = path.slice(0, -1);
  const beside = siblings(parents.reduce(below, tree));
  const near = beside.length > 0 ? closest(key, beside) : null;
  if (near !== null && distance(near, key) <= Math.max(1, key.length / 4)) return [...parents, near];
  return elsewhere(tree, key);
}

function siblings(tree: KeyTree): readonly string[] {
  if (typeof tree === "boolean") return [];
  return [...tree].filter(([key, child]) => key !== ANY && child !== false).map(([key]) => key);
}

function elsewhere(tree: KeyTree, key: string): readonly string[] | null {
  const found = [...paths(tree)].filter((path) => path.at(-1) === key);
  const [first] = found.sort((one, other) => weight(one) - weight(other));
  return first ?? null;
}

/** The least of them is the part that is deployed, and the shortest way. */
function weight(path: readonly string[]): number {
  const part = DEPLOYED.indexOf(path[0] ?? "");
  return (part < 0 ? DEPLOYED.length : part) * 10 + path.length;
}
