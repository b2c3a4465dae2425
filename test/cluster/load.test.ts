import type { LoadSettings } from "../../src/cluster/settings";
import { UNINTENDED } from "../../src/settings/messages";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { settingsError, wrongType } from "../helpers/settings-error";
import { uncheckedModel } from "../helpers/unchecked";

function loaded(load?: LoadSettings) {
  const { bytesPerDay, bytesPerLine, ...others } = exampleModel(load && { load }).load;
  return { ...others, bytesPerDay: bytesPerDay.toBytes(), bytesPerLine: bytesPerLine.toBytes() };
}

test("uses defaults for a load that is not declared", () => {
  const guess = {
    pods: 450,
    podStartsPerDay: 10_000,
    bytesPerDay: 2 ** 30,
    bytesPerLine: 200,
    compression: 5,
    declared: [],
  };
  expect(loaded()).toEqual(guess);
  expect(loaded({})).toEqual(guess);
});

test.each([
  [1, undefined, 90, 2_000],
  [10, undefined, 900, 20_000],
  [5, 9, 9, 200],
])("on %d nodes with %j declared pods, assumes %d pods and %d starts", (nodes, pods, all, starts) => {
  const { load } = exampleModel({ cluster: { nodes }, load: pods === undefined ? {} : { pods } });
  expect(load).toMatchObject({ pods: all, podStartsPerDay: starts });
});

test("lists the declared settings", () => {
  expect(loaded({ compression: 8, bytesPerDay: ByteSize.gibibytes(1), pods: 100 })).toMatchObject({
    pods: 100,
    bytesPerDay: 2 ** 30,
    compression: 8,
    declared: ["pods", "bytesPerDay", "compression"],
  });
});

test("lists a declared setting that equals its default", () => {
  expect(loaded({ podStartsPerDay: 10_000 }).declared).toEqual(["podStartsPerDay"]);
});

test("converts lines per second to bytes per day, with a default or declared length", () => {
  expect(loaded({ linesPerSecond: 10 })).toMatchObject({ bytesPerDay: 172_800_000, declared: ["linesPerSecond"] });
  const bytesPerLine = ByteSize.bytes(1_000);
  expect(loaded({ linesPerSecond: 10, bytesPerLine })).toMatchObject({ bytesPerDay: 864_000_000, bytesPerLine: 1_000 });
});

test("rounds a fraction of a byte per day up", () => {
  expect(loaded({ linesPerSecond: 0.000_01, bytesPerLine: ByteSize.bytes(1) }).bytesPerDay).toBe(1);
});

test("accepts a cluster that writes nothing", () => {
  expect(loaded({ linesPerSecond: 0 }).bytesPerDay).toBe(0);
});

test("rejects bytes and lines together", () => {
  const both = { bytesPerDay: ByteSize.gibibytes(4), linesPerSecond: 250.5 };
  expect(settingsError(() => loaded(both))).toEqual({
    setting: "load.linesPerSecond",
    got: "250.5 and load.bytesPerDay",
    expected: "only one of them",
    why: "both declare how much the cluster writes, and they may contradict each other",
    remedy: "leave out the less precise one",
  });
});

test.each([
  ["load.linesPerSecond", "-1", "a number from 0 to 1000000", { linesPerSecond: -1 }],
  ["load.linesPerSecond", "1000001", "a number from 0 to 1000000", { linesPerSecond: 1_000_001 }],
  ["load.linesPerSecond", '"many"', "a number from 0 to 1000000", { linesPerSecond: "many" }],
  ["load.compression", "0.9", "a number from 1 to 100", { compression: 0.9 }],
  ["load.compression", "101", "a number from 1 to 100", { compression: 101 }],
])("rejects %s set to %s", (setting, got, expected, load) => {
  expect(settingsError(() => uncheckedModel({ load }))).toMatchObject(wrongType(expected, setting, got));
});

test.each([
  ["ByteSize.bytes(0)", ByteSize.bytes(0), "a line has at least one byte"],
  ["200", 200, UNINTENDED],
])("rejects lines of %s", (got, bytesPerLine, why) => {
  expect(settingsError(() => uncheckedModel({ load: { bytesPerLine } }))).toEqual({
    setting: "load.bytesPerLine",
    got,
    expected: "a size in whole bytes, at least ByteSize.bytes(1), such as ByteSize.bytes(200)",
    why,
    remedy: "write load: { bytesPerLine: ByteSize.bytes(200) }, or leave it out",
  });
});

test.each([
  { compression: 1 },
  { compression: 100 },
  { linesPerSecond: 1_000_000 },
  { podStartsPerDay: 0 },
  { bytesPerLine: ByteSize.bytes(1) },
])("accepts the boundary value %j", (load) => {
  expect(loaded(load).declared).toEqual(Object.keys(load));
});
