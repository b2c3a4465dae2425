import { drift } from "../../../tools/charts/chart-keys";

const OLDER = { version: "1.0.0", keys: { "": "a", b: "c d" }, configuration: { "": "e" } };

test("a chart that reads the same has not drifted, whatever its version", () => {
  expect(drift(OLDER, { ...OLDER, version: "2.0.0" })).toEqual([]);
});

test("what a newer chart reads and the older did not, and the other way round, is told key by key", () => {
  const newer = { version: "2.0.0", keys: { "": "a", b: "!d * c", f: "g" }, configuration: {} };
  expect(drift(OLDER, newer)).toEqual(["+ b.*", "- b.d", "+ b.d is omitted", "- e (in the configuration)", "+ f.g"]);
});
