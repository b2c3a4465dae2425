import { durationAt, mappingsAt, shownAt, sizeAt, valueAt, valuesFinding } from "../../src/checks/values";
import { stack } from "./stacks";

const VALUES = {
  wal: { size: "2Gi", dir: "/wal", bytes: 1_024, enabled: true, nothing: null, sizes: ["2Gi"] },
  times: { age: "24h", never: 0, on: true, ages: ["24h"] },
  volumes: [{ name: "a" }, "b", null, { name: "c" }],
};

test("reads a value by its path", () => {
  expect(valueAt(VALUES, "wal")).toBe(VALUES.wal);
  expect(valueAt(VALUES, "wal.size")).toBe("2Gi");
  expect(valueAt(VALUES, "wal.nothing")).toBeNull();
});

test.each(["wall", "wal.sise", "wal.size.length", "wal.nothing.more", "volumes.0", "volumes.length"])(
  "%s has no value",
  (path) => {
    expect(valueAt(VALUES, path)).toBeUndefined();
    expect(mappingsAt(VALUES, path)).toEqual([]);
  },
);

test("reads nothing from a value that is not a mapping", () => {
  expect(valueAt(undefined, "wal")).toBeUndefined();
  expect(valueAt("text", "length")).toBeUndefined();
});

test("reads a duration from a text and from the number zero", () => {
  expect(durationAt(VALUES, "times.age")?.toHours()).toBe(24);
  expect(durationAt(VALUES, "times.never")?.toHours()).toBe(0);
});

test("reads a size from a text and from a number of bytes", () => {
  expect(sizeAt(VALUES, "wal.size")?.toBytes()).toBe(2 ** 31);
  expect(sizeAt(VALUES, "wal.bytes")?.toBytes()).toBe(1_024);
});

test.each(["wal.dir", "wal.enabled", "wal.nothing", "wal.sizes", "times.ages", "volumes", "nowhere"])(
  "%s is neither a duration nor a size",
  (path) => {
    expect(durationAt(VALUES, path)).toBeNull();
    expect(sizeAt(VALUES, path)).toBeNull();
  },
);

test("reads the mappings of a list", () => {
  expect(mappingsAt(VALUES, "volumes")).toEqual([{ name: "a" }, { name: "c" }]);
  expect(mappingsAt(VALUES, "wal")).toEqual([]);
});

test("shows a value as the user wrote it", () => {
  expect(shownAt(VALUES, "wal.size")).toBe('"2Gi"');
  expect(shownAt(VALUES, "wal.enabled")).toBe("true");
  expect(shownAt(VALUES, "wal.nothing")).toBe("null");
  expect(shownAt(VALUES, "nowhere")).toBe("nothing");
});

const WORDS = { got: "2", expected: "1", remedy: "write 1" };
const { loki } = stack();

test("reports a chart value with its file, key and location", () => {
  const valuesText = "deploymentMode: Monolithic\nsingleBinary:\n  replicas: 2\n";
  expect(valuesFinding({ ...loki, valuesText }, "singleBinary.replicas", WORDS)).toEqual({
    setting: "values/loki.yaml: singleBinary.replicas",
    ...WORDS,
    location: { file: "values/loki.yaml", line: 3, column: 3, endLine: 3, endColumn: 11 },
  });
});

test("reports a missing chart value without a location", () => {
  expect(valuesFinding({ ...loki, valuesText: "singleBinary: {}\n" }, "singleBinary.replicas", WORDS)).toEqual({
    setting: "values/loki.yaml: singleBinary.replicas",
    ...WORDS,
  });
});
