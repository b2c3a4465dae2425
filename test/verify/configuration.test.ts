import type { V1ConfigMap } from "@kubernetes/client-node";
import { exitCode } from "../../src/diagnostics/exit-code";
import { resultOf } from "../../src/diagnostics/result";
import { lokiConfiguration } from "../../src/loki/configuration";
import { renderStack } from "../../src/stack/rendered-stack";
import { toYaml } from "../../src/terraform/yaml";
import { EDITED, OVERRIDDEN, POD_OLDER, TAKEN_BACK } from "../../src/verify/configuration/causes";
import { mountedName } from "../../src/verify/configuration/config-maps";
import { judgeConfiguration, type SeenConfiguration } from "../../src/verify/configuration/judgement";
import { writtenDifferences } from "../../src/verify/configuration/loki";
import { runningDifferences, settingsOf } from "../../src/verify/configuration/settings";
import { firstDifference } from "../../src/verify/configuration/texts";
import { configuration } from "../../src/verify/links/configuration";
import { exampleModel, ROOT } from "../helpers/example";

const HERE = "1".repeat(64);
const OTHER = "2".repeat(64);

function configMap(digest: string | null, data: Record<string, string>): V1ConfigMap {
  return { metadata: digest === null ? {} : { annotations: { "log-collection/digest": digest } }, data };
}

function rules(seen: V1ConfigMap | null) {
  return { name: "loki-alert-rules", namespace: "logs", configMap: seen, expected: { "a.yaml": "one\ntwo\n" } };
}

const RULES = configMap(HERE, { "a.yaml": "one\ntwo\n" });

function seen(found: V1ConfigMap | null, loki: Partial<SeenConfiguration["loki"]> = {}): SeenConfiguration {
  return {
    digest: HERE,
    configMaps: [rules(found)],
    loki: { name: "loki", namespace: "logs", written: [], running: [], ...loki },
  };
}

test("the same digest and the same texts", () => {
  expect(judgeConfiguration(seen(RULES))).toEqual({
    status: "holds",
    figure: "2 ConfigMaps of the plan 111111111111",
    notes: ["the running Loki has it"],
  });
});

test("a Loki that couldn't be asked is told beside", () => {
  expect(judgeConfiguration(seen(RULES, { running: null }))).toMatchObject({
    status: "holds",
    notes: ["the running Loki couldn't be asked"],
  });
});

test.each([
  ["another", configMap(OTHER, {}), "the plan here is 111111111111; of another: loki-alert-rules (222222222222)"],
  ["no", configMap(null, {}), "the plan here is 111111111111; of another: loki-alert-rules (unknown)"],
])("%s digest is a plan that isn't deployed yet, whatever the texts say", (_, found, says) => {
  expect(judgeConfiguration(seen(found, { written: ["a is 1, not 2"] }))).toMatchObject({
    status: "not-deployed",
    found: says,
  });
});

test("what is missing isn't deployed yet", () => {
  expect(judgeConfiguration(seen(null))).toMatchObject({ status: "not-deployed", found: "missing: loki-alert-rules" });
  expect(judgeConfiguration(seen(RULES, { written: null }))).toMatchObject({
    status: "not-deployed",
    found: "missing: loki",
  });
  expect(judgeConfiguration(seen(null, { written: null }))).toMatchObject({
    status: "not-deployed",
    found: "the cluster has none of the plan's ConfigMaps",
  });
});

test("another text under the same digest was edited, and is told with its line", () => {
  expect(judgeConfiguration(seen(configMap(HERE, { "a.yaml": "one\n2\n" })))).toMatchObject({
    status: "broken",
    found: "the ConfigMap loki-alert-rules differs: a.yaml, line 2",
    causes: [EDITED],
    names: { configmap: "loki-alert-rules", namespace: "logs" },
  });
});

test("another configuration of Loki's comes from a release that was taken back, or was edited", () => {
  expect(judgeConfiguration(seen(RULES, { written: ["a is 1, not 2"] }))).toMatchObject({
    status: "broken",
    found: "the ConfigMap loki differs: a is 1, not 2",
    causes: [TAKEN_BACK, EDITED],
  });
});

test.each([
  ["was edited", 12, seen(configMap(HERE, { "a.yaml": "one" }))],
  ["was taken back", 12, seen(RULES, { written: ["a is 1, not 2"] })],
  ["isn't deployed yet", 5, seen(configMap(OTHER, {}))],
])("a configuration that %s ends with the exit code %i", (_, code, found) => {
  expect(exitCode([{ results: [resultOf(configuration, judgeConfiguration(found), 0)] }])).toBe(code);
});

test("a Loki that runs with another configuration is Loki's own failure", () => {
  expect(judgeConfiguration(seen(RULES, { running: ["a is 1, not 2"] }))).toMatchObject({
    status: "broken",
    failure: "loki",
    found: "the running Loki differs from its ConfigMap: a is 1, not 2",
    causes: [POD_OLDER, OVERRIDDEN],
  });
});

describe("texts differ", () => {
  test.each([
    ["in a line", { "a.yaml": "one\n2" }, "a.yaml, line 2"],
    ["by a line less", { "a.yaml": "one" }, "a.yaml, line 2"],
    ["by a line more", { "a.yaml": "one\ntwo\nthree" }, "a.yaml, line 3"],
    ["by a file less", {}, "a.yaml is missing"],
    ["by a file more", { "a.yaml": "one\ntwo", "b.yaml": "" }, "b.yaml, which the plan doesn't have"],
    ["in nothing", { "a.yaml": "one\ntwo" }, null],
  ])("%s", (_, found, difference) => {
    expect(firstDifference({ "a.yaml": "one\ntwo" }, found)).toBe(difference);
  });
});

describe("Loki's ConfigMap", () => {
  const { model, loki } = renderStack(exampleModel(), ROOT);
  const text = toYaml(lokiConfiguration(model.loki, model.alerting.alertmanager));

  test("has what the plan says", () => {
    expect(writtenDifferences(loki, text)).toEqual([]);
  });

  test.each([
    [
      "another value",
      text.replace('retention_period: "168h"', 'retention_period: "72h"'),
      "limits_config.retention_period is 72h, not 168h",
    ],
    ["a value less", text.replace(/^ +retention_enabled.*\n/m, ""), "compactor.retention_enabled is missing, not true"],
    ["a value more", `${text}target: "read"\n`, "target is read, not in the plan"],
    ["no YAML", "{", "config.yaml is no YAML mapping"],
  ])("has %s", (_, edited, difference) => {
    expect(edited).not.toBe(text);
    expect(writtenDifferences(loki, edited)).toEqual([difference]);
  });

  test("says text that Helm's templates would expand as it was meant", () => {
    const url = "http://{{ alertmanager }}";
    const odd = exampleModel();
    const alertmanager = { service: "a", namespace: "logs", port: 9_093, url };
    const values = renderStack({ ...odd, alerting: { ...odd.alerting, alertmanager } }, ROOT).loki;
    expect(writtenDifferences(values, toYaml(lokiConfiguration(odd.loki, alertmanager)))).toEqual([]);
  });
});

describe("the running Loki", () => {
  // As "/config" of Loki 3.7.8 answers to these settings.
  test.each([
    ["24h", "24h0m0s"],
    ["168h", "1w"],
    ["5m", "5m0s"],
    ["0s", undefined],
    [false, undefined],
    [-1, "-1ns"],
    [262_144, "256KB"],
    [2_147_483_648, "2GB"],
    [104_857_600, 104_857_600],
    [0.45, 0.45],
  ])("means %s where it says %s", (told, says) => {
    const running = settingsOf({ limits: says === undefined ? {} : { limit: says }, more: 1 });
    expect(runningDifferences(settingsOf({ limits: { limit: told } }), running)).toEqual([]);
  });

  test.each([
    ["24h", "2h0m0s", "limit is 2h0m0s, not 24h"],
    [true, undefined, "limit is missing, not true"],
    ["http://a:9093", "", "limit is empty, not http://a:9093"],
    [262_144, "1MB", "limit is 1MB, not 262144"],
  ])("doesn't mean %s where it says %s", (told, says, difference) => {
    const running = settingsOf(says === undefined ? {} : { limit: says });
    expect(runningDifferences(settingsOf({ limit: told }), running)).toEqual([difference]);
  });

  test("is told every setting of a list", () => {
    const configs = [{ from: "2025-04-01", index: { period: "24h" } }];
    expect([...settingsOf({ schema_config: { configs } })]).toEqual([
      ["schema_config.configs.0.from", "2025-04-01"],
      ["schema_config.configs.0.index.period", "24h"],
    ]);
  });
});

describe("the pipeline that is mounted", () => {
  const volumes = [{ name: "positions" }, { name: "config", configMap: { name: "alloy-pipeline-x7k2p" } }];
  const workload = { spec: { template: { spec: { containers: [], volumes } } } };

  test("is the ConfigMap whose name the API server has ended", () => {
    expect(mountedName(workload, "alloy-pipeline-")).toBe("alloy-pipeline-x7k2p");
  });

  test("is none where another is mounted, or nothing is there", () => {
    expect(mountedName(workload, "alloy-events-pipeline-")).toBeNull();
    expect(mountedName(null, "alloy-pipeline-")).toBeNull();
  });
});
