import { flushOnShutdown } from "../../../src/checks/loki/flush-on-shutdown";
import { findings, withConfiguration, withLokiValues } from "../stacks";

const KEY = "ingester.wal.flush_on_shutdown";

test.each([
  [false, "false"],
  ["true", '"true"'],
  [undefined, "nothing"],
])("rejects flush_on_shutdown %j with the log in memory", (flush, got) => {
  expect(findings(flushOnShutdown, withConfiguration({ [KEY]: flush }))).toEqual([
    {
      setting: "Loki's configuration: ingester.wal.flush_on_shutdown",
      got,
      expected: "true, because the write-ahead log is in a tmpfs",
      remedy: "set ingester.wal.flush_on_shutdown: true",
    },
  ]);
});

test("accepts the chart's default, which flushes", () => {
  const without = withConfiguration({ [KEY]: undefined });
  expect(findings(flushOnShutdown, withLokiValues({ "loki.config": undefined }, without))).toEqual([]);
});

const volume = (emptyDir: object) => ({ "singleBinary.extraVolumes": [{ name: "wal", emptyDir }] });

test.each([
  ["in a folder of the volume", withConfiguration({ "ingester.wal.dir": "/var/loki/wal" })],
  ["in Loki's default directory", withConfiguration({ "ingester.wal.dir": undefined })],
  ["in an emptyDir on the node's disk", withLokiValues(volume({}))],
  ["in an emptyDir of huge pages", withLokiValues(volume({ medium: "HugePages" }))],
])("accepts a log %s without a flush", (_, of) => {
  expect(findings(flushOnShutdown, withConfiguration({ [KEY]: false }, of))).toEqual([]);
});

test("ignores a log outside every mount, which writable-paths reports", () => {
  expect(findings(flushOnShutdown, withConfiguration({ "ingester.wal.dir": "/data/wal", [KEY]: false }))).toEqual([]);
});

test("treats a folder in the tmpfs as memory", () => {
  const below = withConfiguration({ "ingester.wal.dir": "/loki-wal/segments", [KEY]: false });
  expect(findings(flushOnShutdown, below)).toHaveLength(1);
});
