import type { V1ConfigMap } from "@kubernetes/client-node";
import { exitCode } from "../../src/diagnostics/outcome";
import { resultOf } from "../../src/diagnostics/runner";
import { HttpError, type HttpService } from "../../src/kube/http-service";
import { lokiConfiguration } from "../../src/loki/configuration";
import { renderStack } from "../../src/stack/rendered-stack";
import { toYaml } from "../../src/terraform/yaml";
import {
  type ConfigurationEvidence,
  causes,
  configuration,
  firstDifference,
  mountedName,
} from "../../src/verify/configuration";
import {
  collectLokiConfiguration,
  runningDifferences,
  settingsOf,
  writtenDifferences,
} from "../../src/verify/loki-configuration";
import { exampleModel, ROOT } from "../helpers/example";

const LOCAL = "1".repeat(64);
const OTHER = "2".repeat(64);

function configMap(digest: string | null, data: Record<string, string>): V1ConfigMap {
  return { metadata: digest === null ? {} : { annotations: { "log-collection/digest": digest } }, data };
}

function rules(found: V1ConfigMap | null) {
  return { name: "loki-alert-rules", namespace: "logs", configMap: found, expected: { "a.yaml": "one\ntwo\n" } };
}

const RULES = configMap(LOCAL, { "a.yaml": "one\ntwo\n" });

function evidence(found: V1ConfigMap | null, loki: Partial<ConfigurationEvidence["loki"]> = {}): ConfigurationEvidence {
  return {
    digest: LOCAL,
    configMaps: [rules(found)],
    loki: { name: "loki", namespace: "logs", written: [], managers: [], running: [], isOlder: null, ...loki },
  };
}

test("passes with the same digest and the same texts", () => {
  expect(configuration.analyze(evidence(RULES))).toEqual({
    status: "pass",
    detail: "2 ConfigMaps with the digest 111111111111",
    notes: ["the running Loki uses it"],
  });
});

test("notes that the running Loki does not answer", () => {
  expect(configuration.analyze(evidence(RULES, { running: null }))).toMatchObject({
    status: "pass",
    notes: ["the running Loki did not answer"],
  });
});

test.each([
  [
    "another",
    configMap(OTHER, {}),
    "the local stack has the digest 111111111111; with another: loki-alert-rules (222222222222)",
  ],
  ["no", configMap(null, {}), "the local stack has the digest 111111111111; with another: loki-alert-rules (unknown)"],
])("reports a ConfigMap with %s digest as not deployed, whatever the texts are", (_, found, got) => {
  expect(configuration.analyze(evidence(found, { written: ["a is 1, not 2"] }))).toMatchObject({
    status: "not-deployed",
    got,
  });
});

test("reports missing ConfigMaps as not deployed", () => {
  expect(configuration.analyze(evidence(null))).toMatchObject({
    status: "not-deployed",
    got: "missing: loki-alert-rules",
  });
  expect(configuration.analyze(evidence(RULES, { written: null }))).toMatchObject({
    status: "not-deployed",
    got: "missing: loki",
  });
  expect(configuration.analyze(evidence(null, { written: null }))).toMatchObject({
    status: "not-deployed",
    got: "the cluster has none of the stack's ConfigMaps",
  });
});

test("fails for another text with the same digest, and names its line", () => {
  expect(configuration.analyze(evidence(configMap(LOCAL, { "a.yaml": "one\n2\n" })))).toMatchObject({
    status: "fail",
    got: "the ConfigMap loki-alert-rules differs: a.yaml, line 2",
    causes: [causes.edited({ configMap: "loki-alert-rules" })],
  });
});

const RELEASE = { release: "loki", namespace: "logs", configMap: "loki" };

test("explains another configuration of Loki by a release that was rolled back, or an edit", () => {
  expect(configuration.analyze(evidence(RULES, { written: ["a is 1, not 2"] }))).toMatchObject({
    status: "fail",
    got: "the ConfigMap loki differs: a is 1, not 2",
    causes: [causes.rolledBack(RELEASE), causes.editedRelease(RELEASE)],
  });
});

test.each([
  [
    "Helm alone wrote it",
    ["terraform-provider-helm_v3.1.1_x5"],
    causes.rolledBack({ release: "loki", namespace: "logs" }),
  ],
  ["another program also wrote it", ["helm", "kubectl-edit"], causes.editedRelease(RELEASE)],
])("names one cause of another configuration if %s", (_, managers, cause) => {
  expect(configuration.analyze(evidence(RULES, { written: ["a is 1, not 2"], managers }))).toMatchObject({
    causes: [cause],
  });
});

test.each([
  ["before", true, causes.olderPod({ release: "loki", namespace: "logs" })],
  ["after", false, causes.overridden({ release: "loki", namespace: "logs" })],
])("names one cause of a running Loki that differs and started %s its ConfigMap changed", (_, isOlder, cause) => {
  expect(configuration.analyze(evidence(RULES, { running: ["a is 1, not 2"], isOlder }))).toMatchObject({
    causes: [cause],
  });
});

test.each([
  ["was edited", 12, evidence(configMap(LOCAL, { "a.yaml": "one" }))],
  ["was rolled back", 12, evidence(RULES, { written: ["a is 1, not 2"] })],
  ["is not deployed", 5, evidence(configMap(OTHER, {}))],
])("returns the exit code for a configuration that %s: %i", (_, code, found) => {
  expect(exitCode([{ results: [resultOf(configuration, configuration.analyze(found), 0)] }])).toBe(code);
});

test("fails with Loki's exit code if the running Loki differs", () => {
  expect(configuration.analyze(evidence(RULES, { running: ["a is 1, not 2"] }))).toMatchObject({
    status: "fail",
    failure: "loki",
    got: "the running Loki differs from its ConfigMap: a is 1, not 2",
    causes: [
      causes.olderPod({ release: "loki", namespace: "logs" }),
      causes.overridden({ release: "loki", namespace: "logs" }),
    ],
  });
});

describe("the first difference between files", () => {
  test.each([
    ["a changed line", { "a.yaml": "one\n2" }, "a.yaml, line 2"],
    ["a missing line", { "a.yaml": "one" }, "a.yaml, line 2"],
    ["an added line", { "a.yaml": "one\ntwo\nthree" }, "a.yaml, line 3"],
    ["a missing file", {}, "a.yaml is missing"],
    ["an added file", { "a.yaml": "one\ntwo", "b.yaml": "" }, "b.yaml, which the stack does not have"],
    ["equal files", { "a.yaml": "one\ntwo" }, null],
  ])("for %s is '%s'", (_, found, difference) => {
    expect(firstDifference({ "a.yaml": "one\ntwo" }, found)).toBe(difference);
  });
});

describe("Loki's ConfigMap", () => {
  const { model, loki } = renderStack(exampleModel(), ROOT);
  const text = toYaml(lokiConfiguration(model.loki, model.alerting.alertmanager));

  test("does not differ from the stack as Helm wrote it", () => {
    expect(writtenDifferences(loki, text)).toEqual([]);
  });

  test.each([
    [
      "another value",
      text.replace('retention_period: "168h"', 'retention_period: "72h"'),
      "limits_config.retention_period is 72h, not 168h",
    ],
    [
      "a missing value",
      text.replace(/^ +retention_enabled.*\n/m, ""),
      "compactor.retention_enabled is missing, not true",
    ],
    ["an added value", `${text}target: "read"\n`, "target is read, which the stack does not set"],
    ["invalid YAML", "{", "config.yaml is not a YAML mapping"],
  ])("differs from the stack if it has %s", (_, edited, difference) => {
    expect(edited).not.toBe(text);
    expect(writtenDifferences(loki, edited)).toEqual([difference]);
  });

  test("does not differ from a stack whose text Helm's templates would expand", () => {
    const url = "http://{{ alertmanager }}";
    const odd = exampleModel();
    const alertmanager = { service: "a", namespace: "logs", port: 9_093, url };
    const values = renderStack({ ...odd, alerting: { ...odd.alerting, alertmanager } }, ROOT).loki;
    expect(writtenDifferences(values, toYaml(lokiConfiguration(odd.loki, alertmanager)))).toEqual([]);
  });
});

describe("the evidence about Loki", () => {
  const stack = renderStack(exampleModel(), ROOT);
  const configuredText = toYaml(lokiConfiguration(stack.model.loki, stack.model.alerting.alertmanager));
  const changed = new Date("2026-01-02T12:00:00Z");
  const readNamespacedConfigMap = async (): Promise<V1ConfigMap> => ({
    metadata: { managedFields: [{ manager: "helm", time: changed }] },
    data: { "config.yaml": configuredText },
  });
  const collect = (request: HttpService["request"]) =>
    collectLokiConfiguration(
      { stack, loki: { at: "loki", request }, cluster: { core: () => ({ readNamespacedConfigMap }) } },
      new AbortController().signal,
    );
  const startedAt = (seconds: number) => `process_start_time_seconds ${changed.getTime() / 1_000 + seconds}`;

  test.each([
    ["before", -60, true],
    ["after", 60, false],
  ])("says whether Loki is older than its ConfigMap's last change (started %s it)", async (_, seconds, isOlder) => {
    const found = await collect(async ({ path }) => (path === "config" ? configuredText : startedAt(seconds)));
    expect(found).toMatchObject({ written: [], managers: ["helm"], running: [], isOlder });
  });

  test("does not say whether Loki is older if Loki reports no metrics", async () => {
    const found = await collect(async ({ path }) => {
      if (path === "config") return configuredText;
      throw new HttpError("loki", 500, "failing", false);
    });
    expect(found).toMatchObject({ running: [], isOlder: null });
  });

  test("contains only the ConfigMap if Loki does not answer", async () => {
    const found = await collect(async () => {
      throw new HttpError("loki", null, "timed out", false);
    });
    expect(found).toMatchObject({ written: [], running: null, isOlder: null });
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
  ])("has the value %s if it reports %s", (set, reported) => {
    const running = settingsOf({ limits: reported === undefined ? {} : { limit: reported }, more: 1 });
    expect(runningDifferences(settingsOf({ limits: { limit: set } }), running)).toEqual([]);
  });

  test.each([
    ["24h", "2h0m0s", "limit is 2h0m0s, not 24h"],
    [true, undefined, "limit is missing, not true"],
    ["http://a:9093", "", "limit is empty, not http://a:9093"],
    [262_144, "1MB", "limit is 1MB, not 262144"],
  ])("does not have the value %s if it reports %s", (set, reported, difference) => {
    const running = settingsOf(reported === undefined ? {} : { limit: reported });
    expect(runningDifferences(settingsOf({ limit: set }), running)).toEqual([difference]);
  });

  test("is compared with every setting of a list", () => {
    const configs = [{ from: "2025-04-01", index: { period: "24h" } }];
    expect([...settingsOf({ schema_config: { configs } })]).toEqual([
      ["schema_config.configs.0.from", "2025-04-01"],
      ["schema_config.configs.0.index.period", "24h"],
    ]);
  });
});

describe("the mounted pipeline", () => {
  const volumes = [{ name: "positions" }, { name: "config", configMap: { name: "alloy-pipeline-x7k2p" } }];
  const workload = { spec: { template: { spec: { containers: [], volumes } } } };

  test("is the ConfigMap with the generated name", () => {
    expect(mountedName(workload, "alloy-pipeline-")).toBe("alloy-pipeline-x7k2p");
  });

  test("is none if another one is mounted, or there is no workload", () => {
    expect(mountedName(workload, "alloy-events-pipeline-")).toBeNull();
    expect(mountedName(null, "alloy-pipeline-")).toBeNull();
  });
});
