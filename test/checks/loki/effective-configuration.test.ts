import { effectiveConfiguration } from "../../../src/checks/loki/effective-configuration";
import { stack } from "../stacks";

/** What the chart's template writes by default. */
const OF_THE_CHART = {
  auth_enabled: true,
  common: { path_prefix: "/var/loki", replication_factor: 3, storage: { filesystem: {} } },
  compactor: {},
  ingester: { wal: { flush_on_shutdown: true } },
  ruler: { storage: { type: "local" }, wal: { dir: "/var/loki/ruler-wal" } },
};

test("reads only the structured configuration if the template is empty", () => {
  const structuredConfig = { auth_enabled: false, common: { path_prefix: "/data" } };
  const values = { loki: { config: "{}", structuredConfig, compactor: { retention_enabled: true } } };
  expect(effectiveConfiguration(values)).toEqual(structuredConfig);
  expect(effectiveConfiguration({ loki: { config: "{}" } })).toEqual({});
});

test("deploys an empty template", () => {
  const { values } = stack().loki;
  expect(values).toHaveProperty("loki.structuredConfig", effectiveConfiguration(values));
});

test.each([[{}], [{ loki: {} }], [{ loki: { structuredConfig: "text" } }]])(
  "of %j the chart makes its own",
  (values) => {
    expect(effectiveConfiguration(values)).toEqual(OF_THE_CHART);
  },
);

test.each([
  ["analytics", "analytics"],
  ["commonConfig", "common"],
  ["compactor", "compactor"],
  ["ingester", "ingester"],
  ["limits_config", "limits_config"],
  ["pattern_ingester", "pattern_ingester"],
  ["querier", "querier"],
  ["rulerConfig", "ruler"],
  ["schemaConfig", "schema_config"],
  ["server", "server"],
  ["storage_config", "storage_config"],
])("copies loki.%s into the block %s", (key, block) => {
  const configuration = effectiveConfiguration({ loki: { [key]: { written: true } } });
  expect(configuration).toMatchObject({ ...OF_THE_CHART, [block]: { written: true } });
});

test("copies auth_enabled from the values", () => {
  expect(effectiveConfiguration({ loki: { auth_enabled: false } })).toEqual({ ...OF_THE_CHART, auth_enabled: false });
});

test.each(["ruler", "common", "schema_config"])("ignores loki.%s", (key) => {
  expect(effectiveConfiguration({ loki: { [key]: { enable_api: true } } })).toEqual(OF_THE_CHART);
});

test("merges the values over the chart's defaults, key by key", () => {
  const values = {
    loki: {
      ingester: { wal: { dir: "/wal" }, lifecycler: [1, 2] },
      structuredConfig: { ingester: { wal: { dir: "/loki-wal" }, lifecycler: [3] }, ruler: { storage: null } },
    },
  };
  expect(effectiveConfiguration(values)).toMatchObject({
    ingester: { wal: { flush_on_shutdown: true, dir: "/loki-wal" }, lifecycler: [3] },
    ruler: { storage: null, wal: { dir: "/var/loki/ruler-wal" } },
  });
});
