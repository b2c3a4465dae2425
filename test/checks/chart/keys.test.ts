import { parse } from "yaml";
import alloyKeys from "../../../src/alloy/chart-keys.json";
import { chartKeys } from "../../../src/checks/chart/keys";
import type { Finding } from "../../../src/checks/check";
import lokiKeys from "../../../src/loki/chart-keys.json";
import { isPlainObject } from "../../../src/settings/plain-object";
import { type RenderedStack, renderStack } from "../../../src/stack/rendered-stack";
import type { Values } from "../../../src/terraform/chart-values";
import versions from "../../../src/terraform/versions.json";
import { exampleModel, ROOT } from "../../helpers/example";

const stack = renderStack(exampleModel(), ROOT);

/** The stack with additional keys in a values file. */
function withMore(part: "loki" | "agent", text: string): RenderedStack {
  const release = stack[part];
  return {
    ...stack,
    [part]: { ...release, values: merged(release.values, parse(text)), valuesText: `${text}\n${release.valuesText}` },
  };
}

function merged(values: Values, more: Values): Values {
  const both = Object.entries(more).map(([key, value]) => {
    const own = values[key];
    return [key, isPlainObject(own) && isPlainObject(value) ? merged(own, value) : value];
  });
  return { ...values, ...Object.fromEntries(both) };
}

function only(findings: readonly Finding[]): Finding {
  expect(findings).toHaveLength(1);
  const [finding] = findings;
  if (finding === undefined) throw new Error("nothing was found");
  return finding;
}

test("knows the keys of the pinned charts", () => {
  const known = { loki: lokiKeys.version, alloy: alloyKeys.version };
  expect(known).toEqual({ loki: versions.charts.loki.version, alloy: versions.charts.alloy.version });
});

test("finds nothing in the default stack", () => {
  expect(chartKeys.find(stack)).toEqual([]);
});

test("finds nothing without the event collector", () => {
  const without = renderStack(exampleModel({ alloy: { events: false } }), ROOT);
  expect(chartKeys.find(without)).toEqual([]);
});

test.each([
  "singleBinary: { tolerations: [{ operator: Exists }] }",
  "singleBinary: { podAnnotations: { a.b/c: d } }",
  "singleBinary: { persistence: { claims: [{ name: more, size: 1Gi }] } }",
  "loki: { structuredConfig: { frontend: { max_outstanding_per_tenant: 100 } } }",
  "loki: { podAnnotations: { anything: at all } }",
  "minio: { enabled: false, whatever: { its: chart reads } }",
  "global: { extraArgs: [-log.level=debug] }",
])("Loki's chart reads %s", (text) => {
  expect(chartKeys.find(withMore("loki", text))).toEqual([]);
});

test.each([
  "alloy: { extraArgs: [--disable-reporting], extraEnv: [{ name: A, value: b }] }",
  "controller: { podAnnotations: { a.b/c: d }, priorityClassName: system-node-critical }",
  "serviceMonitor: { enabled: true }",
])("Alloy's chart reads %s", (text) => {
  expect(chartKeys.find(withMore("agent", text))).toEqual([]);
});

test("reports a key with its location, value and remedy", () => {
  const text = "deploymentMode: Monolithic\n\nloki:\n  ruler:\n    enable_api: true\n";
  expect(only(chartKeys.find(withMore("loki", text)))).toEqual({
    setting: "values/loki.yaml: loki.ruler",
    got: `{"enable_api":true}, which chart loki 18.11.0 does not read`,
    expected: "nothing: loki's configuration is loki.structuredConfig, which the stack derives",
    remedy:
      'delete it: "alertmanager" in main.ts sets the destination of alerts, and the files in rules/ define them (the chart\'s name for it is loki.rulerConfig)',
    location: { file: "values/loki.yaml", line: 4, column: 3, endLine: 4, endColumn: 8 },
  });
});

const EXISTING_CLAIM = "delete it: nfs in main.ts sets where the data is stored";

test.each([
  ["loki: { ruler_storage: {} }", "loki.ruler_storage", "delete it: the files in rules/ contain the rules"],
  ["loki: { common: {} }", "loki.common", /\(the chart's name for it is loki\.commonConfig\)$/],
  ["loki: { memberlist: {} }", "loki.memberlist", /loki\.memberlistConfig/],
  ["loki: { schema_config: {} }", "loki.schema_config", /loki\.schemaConfig/],
  ["loki: { chunk_store_config: {} }", "loki.chunk_store_config", /^delete it: src\/loki\/configuration\.ts/],
  ["limits_config: { retention_period: 1h }", "limits_config", /loki\.retention and loki\.maxStreams in main\.ts/],
  [
    "ingester: { max_chunk_age: 24h }",
    "ingester.max_chunk_age",
    "delete it: loki.ingester and loki.wal in main.ts set it",
  ],
  ["ingester: { toleration: [] }", "ingester.toleration", 'did you mean "ingester.tolerations"?'],
  ["singleBinary: { serviceAccount: { name: a } }", "singleBinary.serviceAccount", 'did you mean "serviceAccount"?'],
  ["bloomCompactor: { replicas: 0 }", "bloomCompactor", /bloomPlanner and bloomBuilder replace it/],
  ["singleBinary: { persistence: { existingClaim: a } }", "singleBinary.persistence.existingClaim", EXISTING_CLAIM],
  ["singleBinary: { persistence: { volumeName: a } }", "singleBinary.persistence.volumeName", EXISTING_CLAIM],
  ["singleBinary: { securityContext: {} }", "singleBinary.securityContext", /"singleBinary\.podSecurityContext" or/],
  ["singleBinary: { updateStrategy: {} }", "singleBinary.updateStrategy", 'use "singleBinary.strategy"'],
  ["singleBinary: { targetModule: all }", "singleBinary.targetModule", "delete it"],
  ["singleBinary: { toleration: [] }", "singleBinary.toleration", 'did you mean "singleBinary.tolerations"?'],
  ["topologySpreadConstraints: []", "topologySpreadConstraints", /^did you mean "singleBinary\.topologySpreadCo/],
  ["constructor: { a: b }", "constructor", 'delete it, or find its name with "helm show values"'],
  ["rbac: { pspEnabled: true }", "rbac.pspEnabled", 'delete it, or find its name with "helm show values"'],
])("Loki's chart ignores %s", (text, key, remedy) => {
  const finding = only(chartKeys.find(withMore("loki", text)));
  expect(finding.setting).toBe(`values/loki.yaml: ${key}`);
  expect(finding.remedy).toEqual(typeof remedy === "string" ? remedy : expect.stringMatching(remedy));
});

const DERIVED =
  'delete it: the chart\'s key is "alloy.resources", which the stack derives (from a setting in main.ts, if it has one)';

test.each([
  ["controller: { resources: { limits: { memory: 128Mi } } }", "controller.resources", DERIVED],
  ["resources: { limits: { memory: 128Mi } }", "resources", DERIVED],
  ["alloy: { tolerations: [] }", "alloy.tolerations", 'did you mean "controller.tolerations"?'],
  ["alloy: { storagepath: /var }", "alloy.storagepath", /"alloy\.storagePath", which the stack derives/],
  ["alloy: { extraVolumes: [] }", "alloy.extraVolumes", 'use "controller.volumes.extra"'],
  ["alloy: { extraPorts: [{ name: a, prt: 1 }] }", "alloy.extraPorts.0.prt", 'did you mean "alloy.extraPorts.0.port"?'],
])("Alloy's chart ignores %s", (text, key, remedy) => {
  const finding = only(chartKeys.find(withMore("agent", text)));
  expect(finding.setting).toBe(`values/alloy.yaml: ${key}`);
  expect(finding.remedy).toEqual(typeof remedy === "string" ? remedy : expect.stringMatching(remedy));
});

test("accepts the keys that the chart's own configuration reads if it is used", () => {
  const text = "loki: { limits_config: { retention_period: 168h }, storage: { type: filesystem, s3: {} }, ruler: {} }";
  const { loki } = stack;
  const plain = { ...stack, loki: { ...loki, values: parse(text), valuesText: text } };
  expect(chartKeys.find(plain).map(({ setting }) => setting)).toEqual(["values/loki.yaml: loki.ruler"]);
});
