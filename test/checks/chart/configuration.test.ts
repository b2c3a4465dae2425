import { parse } from "yaml";
import { chartConfiguration } from "../../../src/checks/chart/configuration";
import { chartKeys } from "../../../src/checks/chart/keys";
import { type RenderedStack, renderStack } from "../../../src/stack/rendered-stack";
import { exampleModel, ROOT } from "../../helpers/example";

const stack = renderStack(exampleModel(), ROOT);

function withValues(text: string): RenderedStack {
  return { ...stack, loki: { ...stack.loki, values: parse(text), valuesText: text } };
}

test("finds nothing in the default stack", () => {
  expect(chartConfiguration.find(stack)).toEqual([]);
});

test.each([
  ["limits_config: { retention_period: 1h }", "loki.limits_config", /loki\.retention and loki\.maxStreams in main\.ts/],
  ["compactor: { compaction_interval: 5m }", "loki.compactor", /loki\.compactionInterval and loki\.retention/],
  ["rulerConfig: { enable_api: true }", "loki.rulerConfig", /"alertmanager" in main\.ts/],
  ["schemaConfig: { configs: [] }", "loki.schemaConfig", /^delete it: src\/loki\/configuration\.ts/],
  ["server: { http_listen_port: 3101 }", "loki.server", /^delete it: src\/loki\/configuration\.ts/],
  ["auth_enabled: true", "loki.auth_enabled", "delete it: this Loki has one tenant"],
  ["storage: { type: filesystem, filesystem: { chunks_directory: /a } }", "loki.storage.filesystem", /^delete it/],
])("reports %s beside a replaced configuration", (text, key, remedy) => {
  const all = `loki:\n  config: "{}"\n  ${text}\n`;
  const findings = chartConfiguration.find(withValues(all));
  expect(findings).toMatchObject([
    {
      setting: `values/loki.yaml: ${key}`,
      expected: "nothing: Loki's configuration is loki.structuredConfig, which the stack derives",
      remedy: typeof remedy === "string" ? remedy : expect.stringMatching(remedy),
      location: { file: "values/loki.yaml", line: 3 },
    },
  ]);
  expect(chartKeys.find(withValues(all))).toEqual([]);
});

test("reports the addresses of caches, but not whether they are enabled", () => {
  const text = 'loki: { config: "{}" }\nchunksCache: { enabled: false, addresses: a }\n';
  expect(chartConfiguration.find(withValues(text))).toMatchObject([
    { setting: "values/loki.yaml: chunksCache.addresses", location: { line: 2, column: 32 } },
  ]);
});

test("accepts the keys of the chart's own configuration if it is used", () => {
  expect(chartConfiguration.find(withValues("loki: { limits_config: { retention_period: 1h } }"))).toEqual([]);
});
