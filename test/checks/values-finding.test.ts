import { valuesFinding } from "../../src/checks/values-finding";
import { stack } from "./stacks";

const WORDS = { got: "2", expected: "1", remedy: "write 1" };
const { loki } = stack();

test("a chart value is named by its file and its key, and shown where it stands", () => {
  const valuesText = "deploymentMode: Monolithic\nsingleBinary:\n  replicas: 2\n";
  expect(valuesFinding({ ...loki, valuesText }, "singleBinary.replicas", WORDS)).toEqual({
    setting: "values/loki.yaml: singleBinary.replicas",
    ...WORDS,
    location: { file: "values/loki.yaml", line: 3, column: 3, endLine: 3, endColumn: 11 },
  });
});

test("a chart value that stands nowhere has no place", () => {
  expect(valuesFinding({ ...loki, valuesText: "singleBinary: {}\n" }, "singleBinary.replicas", WORDS)).toEqual({
    setting: "values/loki.yaml: singleBinary.replicas",
    ...WORDS,
  });
});
