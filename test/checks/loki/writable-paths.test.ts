import { writablePaths } from "../../../src/checks/loki/writable-paths";
import { faults, findings, withConfiguration, withLokiValues } from "../stacks";

const KEYS = [
  "common.path_prefix",
  "common.storage.filesystem.chunks_directory",
  "compactor.working_directory",
  "ingester.wal.dir",
  "ruler.rule_path",
  "ruler.wal.dir",
  "storage_config.filesystem.directory",
  "storage_config.tsdb_shipper.active_index_directory",
  "storage_config.tsdb_shipper.cache_location",
];

test.each(KEYS)("rejects %s on the read-only root", (key) => {
  expect(findings(writablePaths, withConfiguration({ [key]: "/loki/place" }))).toEqual([
    {
      setting: `Loki's configuration: ${key}`,
      got: "/loki/place",
      expected: "a directory below /var/loki, /tmp, /loki-wal",
      remedy: "use a directory such as /var/loki/place, or mount a writable volume there",
    },
  ]);
});

test.each([
  ["common.storage.filesystem.chunks_directory", "/loki/chunks"],
  ["compactor.working_directory", "/loki/compactor"],
  ["ingester.wal.dir", "/loki/wal"],
  ["ruler.rule_path", "/loki/rules-temp"],
  ["ruler.wal.dir", "/loki/ruler-wal"],
  ["storage_config.tsdb_shipper.active_index_directory", "/loki/tsdb-shipper-active"],
  ["storage_config.tsdb_shipper.cache_location", "/loki/tsdb-shipper-cache"],
])("places %s below the prefix by default", (key, path) => {
  const [prefix, derived] = findings(
    writablePaths,
    withConfiguration({ "common.path_prefix": "/loki", [key]: undefined }),
  );
  expect(prefix).toMatchObject({ setting: "Loki's configuration: common.path_prefix", got: "/loki" });
  expect(derived).toMatchObject({ setting: `Loki's configuration: ${key}`, got: path });
});

test("rejects a directory without a prefix", () => {
  const of = withConfiguration({ "common.path_prefix": undefined, "compactor.working_directory": undefined });
  expect(findings(writablePaths, of)).toMatchObject([{ got: "/compactor" }]);
});

test.each(["/var/loki", "/var/loki/compactor", "/tmp", "/tmp/loki/a/b", "/loki-wal/a"])("accepts %s", (path) => {
  expect(faults(writablePaths, withConfiguration({ "compactor.working_directory": path }))).toEqual([]);
});

test.each(["/", "/var", "/var/loki-old", "/tmpfs/a", "/loki/rules/fake"])("rejects %s", (path) => {
  expect(faults(writablePaths, withConfiguration({ "compactor.working_directory": path }))).toHaveLength(1);
});

test("rejects a read-only mount below a writable one", () => {
  const below = withLokiValues({
    "singleBinary.extraVolumeMounts": [
      { name: "wal", mountPath: "/loki-wal" },
      { name: "wal", mountPath: "/var/loki/compactor", readOnly: true },
    ],
  });
  expect(findings(writablePaths, below)).toMatchObject([
    { got: "/var/loki/compactor", expected: "a directory below /var/loki, /tmp, /loki-wal" },
  ]);
});
