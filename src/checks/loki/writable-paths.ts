import type { Values } from "../../terraform/chart-values";
import type { Check } from "../check";
import { valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";
import { mountOf, mountsOf } from "./pod";

/** Every directory to which Loki 3.7 writes, with its default below the path prefix. */
const DIRECTORIES: readonly (readonly [key: string, underPrefix: string | null])[] = [
  ["common.path_prefix", null],
  ["common.storage.filesystem.chunks_directory", "chunks"],
  ["compactor.working_directory", "compactor"],
  ["ingester.wal.dir", "wal"],
  ["ruler.rule_path", "rules-temp"],
  ["ruler.wal.dir", "ruler-wal"],
  ["storage_config.filesystem.directory", null],
  ["storage_config.tsdb_shipper.active_index_directory", "tsdb-shipper-active"],
  ["storage_config.tsdb_shipper.cache_location", "tsdb-shipper-cache"],
];

export const writablePaths: Check = {
  id: "writable-paths",
  title: "Loki can write to its directories",
  severity: "error",
  why: "Loki's container has a read-only root: a directory outside the writable mounts stops Loki at start",
  remedy: "use a directory below /var/loki, or mount a writable volume",
  evidence:
    'chart loki 18.11.0 sets readOnlyRootFilesystem; with compactor.working_directory /loki/compactor, Loki 3.7.8 exits with "mkdir /loki/compactor: permission denied", while -verify-config accepts the same file',
  find({ loki }) {
    const mounts = mountsOf(loki.values);
    const writable = mounts.filter((mount) => mount.writable).map(({ path }) => path);
    return directoriesOf(effectiveConfiguration(loki.values))
      .filter(({ path }) => mountOf(path, mounts)?.writable !== true)
      .map(({ key, path }) => ({
        setting: `Loki's configuration: ${key}`,
        got: path,
        expected: `a directory below ${writable.join(", ")}`,
        remedy: `use a directory such as /var/loki/${path.split("/").at(-1)}, or mount a writable volume there`,
      }));
  },
};

function directoriesOf(configuration: Values) {
  const prefix = String(valueAt(configuration, "common.path_prefix") ?? "");
  return DIRECTORIES.flatMap(([key, underPrefix]) => {
    const path = valueAt(configuration, key) ?? (underPrefix === null ? undefined : `${prefix}/${underPrefix}`);
    return typeof path === "string" ? [{ key, path }] : [];
  });
}
