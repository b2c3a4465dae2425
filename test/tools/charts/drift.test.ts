import { drift } from "../../../tools/charts/chart-keys";

const OLDER = { version: "1.0.0", keys: { "": "a", b: "c d" }, configuration: { "": "e" } };

test("reports no drift if only the version differs", () => {
  expect(drift(OLDER, { ...OLDER, version: "2.0.0" })).toEqual([]);
});

test("reports every added and removed key", () => {
  const newer = { version: "2.0.0", keys: { "": "a", b: "!d * c", f: "g" }, configuration: {} };
  expect(drift(OLDER, newer)).toEqual(["+ b.*", "- b.d", "+ b.d is omitted", "- e (in the configuration)", "+ f.g"]);
});
