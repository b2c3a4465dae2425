import { extraConfiguration } from "../../../src/checks/chart/extra-configuration";
import { findings, stack } from "../stacks";

/** The stack with this values file for Loki. */
function withText(valuesText: string) {
  const of = stack();
  return { ...of, loki: { ...of.loki, valuesText } };
}

test("finds nothing in the derived configuration", () => {
  expect(findings(extraConfiguration, stack())).toEqual([]);
  expect(findings(extraConfiguration, withText("loki: { structuredConfig: {} }"))).toEqual([]);
});

test("reports each added key of Loki's configuration with its location", () => {
  const text = `loki:
  structuredConfig:
    limits_config:
      max_query_series: 1000
      retention_stream: [{ period: 1h }]
    ingster: {}
    querier:
      max_concurrent: 2
`;
  const found = findings(extraConfiguration, withText(text));
  expect(found.map(({ setting, location }) => [setting, location?.line])).toEqual([
    ["values/loki.yaml: loki.structuredConfig.limits_config.max_query_series", 4],
    ["values/loki.yaml: loki.structuredConfig.limits_config.retention_stream", 5],
    ["values/loki.yaml: loki.structuredConfig.ingster", 6],
    ["values/loki.yaml: loki.structuredConfig.querier.max_concurrent", 8],
  ]);
});
