import { retentionDeletes } from "../../../src/checks/loki/retention-deletes";
import { faults, findings, withConfiguration } from "../stacks";

test.each([
  ["compactor.retention_enabled", false, "false", "true"],
  ["compactor.retention_enabled", "true", '"true"', "true"],
  ["compactor.retention_enabled", undefined, "nothing", "true"],
  ["compactor.delete_request_store", "s3", '"s3"', "filesystem"],
  ["compactor.delete_request_store", undefined, "nothing", "filesystem"],
  ["limits_config.retention_period", "23h", '"23h"', "168h"],
  ["limits_config.retention_period", "0s", '"0s"', "168h"],
  ["limits_config.retention_period", "a week", '"a week"', "168h"],
  ["limits_config.retention_period", undefined, "nothing", "168h"],
])("rejects another value of %s than %j", (key, value, got, expected) => {
  expect(findings(retentionDeletes, withConfiguration({ [key]: value }))).toEqual([
    { setting: `Loki's configuration: ${key}`, got, expected, remedy: `set ${key}: ${expected}` },
  ]);
});

test.each(["24h", "1d", "8760h"])("accepts a retention period of %s", (period) => {
  expect(findings(retentionDeletes, withConfiguration({ "limits_config.retention_period": period }))).toEqual([]);
});

test("reports every reason why retention does not delete", () => {
  const of = withConfiguration({ compactor: {}, limits_config: {} });
  expect(faults(retentionDeletes, of)).toEqual([
    "Loki's configuration: compactor.retention_enabled",
    "Loki's configuration: compactor.delete_request_store",
    "Loki's configuration: limits_config.retention_period",
  ]);
});
