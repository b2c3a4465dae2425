import {
  goMemoryLimitOf,
  gracePeriodOf,
  mountOf,
  mountsOf,
  shutdownDelayOf,
  tmpfsOf,
} from "../../../src/checks/loki/pod";
import { ByteSize, Duration } from "../../../src/units";
import { stack } from "../stacks";

const LIMIT = ByteSize.gibibytes(6);

const { values: deployed } = stack().loki;

function mounted(volume: object, mount: object = {}) {
  const singleBinary = {
    extraVolumes: [
      { name: "other", emptyDir: { medium: "Memory" } },
      { name: "more", ...volume },
    ],
    extraVolumeMounts: [{ name: "more", mountPath: "/more", ...mount }],
  };
  return mountsOf({ singleBinary }).at(-1);
}

const DISK = { writable: true, inMemory: false, configMap: null };

test("lists the mounts of the chart and of the values", () => {
  expect(mountsOf({})).toEqual([
    { path: "/var/loki", ...DISK },
    { path: "/tmp", ...DISK },
  ]);
  expect(mountsOf(deployed)).toEqual([
    ...mountsOf({}),
    { path: "/loki-wal", ...DISK, inMemory: true },
    { path: "/loki/rules/fake", writable: false, inMemory: false, configMap: "loki-alert-rules" },
  ]);
});

test.each([
  ["an emptyDir", { emptyDir: {} }, {}, DISK],
  ["an emptyDir that is read-only", { emptyDir: {} }, { readOnly: true }, { ...DISK, writable: false }],
  ["an emptyDir that is not read-only", { emptyDir: {} }, { readOnly: false }, DISK],
  ["a tmpfs", { emptyDir: { medium: "Memory" } }, {}, { ...DISK, inMemory: true }],
  ["a ConfigMap", { configMap: { name: "a" } }, {}, { ...DISK, writable: false, configMap: "a" }],
  ["a ConfigMap without a name", { configMap: {} }, {}, { ...DISK, writable: false }],
  ["a Secret", { secret: { secretName: "a" } }, {}, { ...DISK, writable: false }],
  ["a missing volume", { name: "less" }, {}, DISK],
])("recognizes the mount of %s", (_, volume, mount, expected) => {
  expect(mounted(volume, mount)).toEqual({ path: "/more", ...expected });
});

test("finds the innermost mount of a path", () => {
  const mounts = ["/a", "/a/b", "/a/b/c", "/ab"].map((path) => ({ path, ...DISK }));
  const around = (path: string) => mountOf(path, mounts)?.path ?? null;
  expect(["/a", "/a/x", "/a/b", "/a/bc", "/a/b/c/d", "/ab", "/abc", "/"].map(around)).toEqual([
    "/a",
    "/a",
    "/a/b",
    "/a",
    "/a/b/c",
    "/ab",
    null,
    null,
  ]);
});

test("reads the grace period, 30 s by default", () => {
  expect(gracePeriodOf({ singleBinary: { terminationGracePeriodSeconds: 90 } })).toEqual(Duration.seconds(90));
  expect(gracePeriodOf({ singleBinary: { terminationGracePeriodSeconds: "90" } })).toEqual(Duration.seconds(30));
  expect(gracePeriodOf({})).toEqual(Duration.seconds(30));
});

test("sums up the tmpfs volumes", () => {
  const extraVolumes = [
    { name: "a", emptyDir: { medium: "Memory", sizeLimit: "1Gi" } },
    { name: "b", emptyDir: { medium: "Memory", sizeLimit: 1024 } },
    { name: "c", emptyDir: { sizeLimit: "4Gi" } },
    { name: "d", configMap: { name: "d" } },
  ];
  expect(tmpfsOf({ singleBinary: { extraVolumes } }, LIMIT).toBytes()).toBe(2 ** 30 + 1024);
  expect(tmpfsOf({}, LIMIT).toBytes()).toBe(0);
});

test.each([
  ["3481MiB", ByteSize.mebibytes(3_481)],
  ["4GiB", ByteSize.gibibytes(4)],
  ["1024", ByteSize.bytes(1_024)],
])("reads the GOMEMLIMIT %s", (value, expected) => {
  const extraEnv = [
    { name: "GOGC", value: "1GiB" },
    { name: "GOMEMLIMIT", value },
  ];
  const read = goMemoryLimitOf({ singleBinary: { extraEnv } }, ByteSize.gibibytes(6));
  expect(read.toBytes()).toBe(expected.toBytes());
});

test.each([
  [{}],
  [{ singleBinary: { extraEnv: [{ name: "GOMEMLIMIT" }] } }],
  [{ singleBinary: { extraEnv: [{ name: "GOGC", value: "1GiB" }] } }],
])("takes 85 %% of the container's limit for %j", (values) => {
  expect(goMemoryLimitOf(values, ByteSize.bytes(1_000)).toBytes()).toBe(850);
});

test("reads the shutdown delay, 30 s by default", () => {
  expect(shutdownDelayOf({ server: { graceful_shutdown_timeout: "5s" } }).toSeconds()).toBe(5);
  expect(shutdownDelayOf({ server: {} }).toSeconds()).toBe(30);
});

test("takes the memory limit for a tmpfs without a size", () => {
  const extraVolumes = [{ name: "wal", emptyDir: { medium: "Memory" } }];
  expect(tmpfsOf({ singleBinary: { extraVolumes } }, LIMIT).toBytes()).toBe(LIMIT.toBytes());
});
