import { parse } from "yaml";
import { problemsOf } from "../../src/settings/settings-error";
import { chartValues } from "../../src/terraform/chart-values";
import { toYaml } from "../../src/terraform/yaml";
import { ByteSize, Duration } from "../../src/units";
import { inFolder } from "../helpers/folder";
import { settingsError } from "../helpers/settings-error";

function merged(written: string, derived: Readonly<Record<string, unknown>>): string {
  return inFolder({ "values/loki.yaml": written }, (root) => toYaml(chartValues(root, "loki", derived).values));
}

test("merges handwritten and derived values", () => {
  const values = merged("minio: { enabled: false }\nloki: { config: '{}' }\n", {
    loki: { image: { tag: "3.7.8" } },
    singleBinary: { replicas: 1 },
  });
  expect(parse(values)).toEqual({
    minio: { enabled: false },
    loki: { config: "{}", image: { tag: "3.7.8" } },
    singleBinary: { replicas: 1 },
  });
});

test("rejects a missing file of values", () => {
  expect(settingsError(() => inFolder({}, (root) => chartValues(root, "loki", { replicas: 1 })))).toMatchObject({
    setting: "values/loki.yaml",
    got: "no such file",
    expected: "a file with the chart values that depend on no setting",
    remedy: "restore the file from the repository's history",
  });
});

test("rejects invalid YAML by its line", () => {
  expect(settingsError(() => merged("loki:\n\treplicas: 1\n", {})).setting).toBe("values/loki.yaml:2");
});

test("writes durations and sizes in Loki's notation", () => {
  expect(
    parse(merged("{}", { age: Duration.hours(24), size: ByteSize.kibibytes(1), list: [Duration.seconds(5)] })),
  ).toEqual({ age: "24h", size: 1_024, list: ["5s"] });
});

test("parses handwritten values as YAML 1.1, as Helm does", () => {
  expect(parse(merged("enabled: on\nmode: 0644\n", {}))).toEqual({ enabled: true, mode: 0o644 });
});

test.each([
  ["a value in both places", "loki: { replicas: 1 }", { loki: { replicas: 1 } }, "loki.replicas", "1"],
  ["a value in place of a mapping", "loki: none", { loki: { replicas: 1 } }, "loki", '"none"'],
  ["a mapping in place of a value", "loki: { replicas: 1 }", { loki: 1 }, "loki", '{"replicas":1}'],
  ["a list in both places", "args: [a]", { args: ["b"] }, "args", '["a"]'],
  [
    "an empty value in place of a derived one",
    "loki: { replicas: }",
    { loki: { replicas: 1 } },
    "loki.replicas",
    "null",
  ],
])("rejects %s", (_, written, derived, key, got) => {
  expect(settingsError(() => merged(written, derived))).toMatchObject({
    setting: `values/loki.yaml: ${key}`,
    got,
    expected: "no value: the stack derives this key from the settings",
    remedy: "delete the key from the file, and use the setting in main.ts if there is one",
  });
});

test("reports every key that is in both", () => {
  const both = "loki: { replicas: 1, image: { tag: a } }\nargs: [a]\n";
  const derived = { loki: { replicas: 2, image: { tag: "b" } }, args: ["b"], other: 1 };
  expect(problemsOf(() => merged(both, derived)).map(({ setting }) => setting)).toEqual([
    "values/loki.yaml: loki.replicas",
    "values/loki.yaml: loki.image.tag",
    "values/loki.yaml: args",
  ]);
});
