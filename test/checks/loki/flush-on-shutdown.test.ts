import { flushOnShutdown } from "../../../src/checks/loki/flush-on-shutdown";
import { findings, withConfiguration, withLokiValues } from "../stacks";

const KEY = "ingester.wal.flush_on_shutdown";

test.each([
  [false, "false"],
  ["true", '"true"'],
  [undefined, "nothing"],
])("with the log in memory a flush of %j is refused", (flush, got) => {
  expect(findings(flushOnShutdown, withConfiguration({ [KEY]: flush }))).toEqual([
    {
      setting: "Loki's configuration: ingester.wal.flush_on_shutdown",
      got,
      expected: "true, because the write-ahead log is in a tmpfs",
      remedy: "write ingester.wal.flush_on_shutdown: true",
    },
  ]);
});

test("the chart's own configuration flushes", () => {
  const without = withConfiguration({ [KEY]: undefined });
  expect(findings(flushOnShutdown, withLokiValues({ "loki.config": undefined }, without))).toEqual([]);
});

const volume = (emptyDir: object) => ({ "singleBinary.extraVolumes": [{ name: "wal", emptyDir }] });

test.each([
  ["in a folder of the volume", withConfiguration({ "ingester.wal.dir": "/var/loki/wal" })],
  ["where Loki puts it", withConfiguration({ "ingester.wal.dir": undefined })],
  ["in an emptyDir on the node's disk", withLokiValues(volume({}))],
  ["in an emptyDir of huge pages", withLokiValues(volume({ medium: "HugePages" }))],
])("a log %s outlives the container without a flush", (_, of) => {
  expect(findings(flushOnShutdown, withConfiguration({ [KEY]: false }, of))).toEqual([]);
});

test("a log beside every mount is not in memory: that it can't be written is another check's to tell", () => {
  expect(findings(flushOnShutdown, withConfiguration({ "ingester.wal.dir": "/data/wal", [KEY]: false }))).toEqual([]);
});

test("a folder in the tmpfs is in memory as well", () => {
  const below = withConfiguration({ "ingester.wal.dir": "/loki-wal/segments", [KEY]: false });
  expect(findings(flushOnShutdown, below)).toHaveLength(1);
});
