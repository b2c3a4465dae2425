import { indexSchema } from "../../../src/checks/loki/index-schema";
import { faults, findings, withConfiguration } from "../stacks";

const RIGHT = { store: "tsdb", object_store: "filesystem", schema: "v13", index: { period: "24h" } };
const OLD = { store: "boltdb-shipper", object_store: "s3", schema: "v11", index: { period: "168h" } };

function withPeriods(...configs: readonly object[]) {
  return withConfiguration({ "schema_config.configs": configs });
}

test.each([
  ["store", { ...RIGHT, store: "boltdb" }, '"boltdb"', "tsdb"],
  ["object_store", { ...RIGHT, object_store: "s3" }, '"s3"', "filesystem"],
  ["schema", { ...RIGHT, schema: "v12" }, '"v12"', "v13"],
  ["index.period", { ...RIGHT, index: { period: "168h" } }, '"168h"', "24h"],
  ["index.period", { ...RIGHT, index: {} }, "nothing", "24h"],
])("rejects another %s in the newest period", (key, period, got, right) => {
  expect(findings(indexSchema, withPeriods(RIGHT, period))).toEqual([
    {
      setting: `Loki's configuration: schema_config.configs, ${key} of the newest period`,
      got,
      expected: `"${right}"`,
      remedy: `add a period with ${key}: ${right} that begins in the future; never change a period that contains logs`,
    },
  ]);
});

test("ignores older periods", () => {
  expect(findings(indexSchema, withPeriods(OLD, RIGHT))).toEqual([]);
});

test("reports every key without a period", () => {
  expect(faults(indexSchema, withPeriods())).toHaveLength(4);
  expect(faults(indexSchema, withConfiguration({ schema_config: undefined }))).toHaveLength(4);
});
