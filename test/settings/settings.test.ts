import { UNINTENDED } from "../../src/settings/messages";
import {
  absolutePath,
  domainName,
  hostName,
  mountOption,
  objectName,
  relativePath,
  type TextValidator,
} from "../../src/settings/validators";
import { ByteSize, Duration } from "../../src/units";
import { example } from "../helpers/example";
import { settingsError, wrongType } from "../helpers/settings-error";
import { uncheckedModel } from "../helpers/unchecked";

const { nfs } = example;

const IMPLAUSIBLE = "implausibly small; probably a typo";
const WAL_NEEDED =
  "Loki must reject lines while another checkpoint still fits, or its log stays full; a smaller log has no room for lines";
const INDEX = "Loki's index consists of daily tables, and retention deletes whole tables";

test.each([
  ["Duration.days(-7)", UNINTENDED, Duration.days(-7)],
  ['"7d"', UNINTENDED, "7d"],
  ["Duration.hours(23)", INDEX, Duration.hours(23)],
])("rejects a retention of %s: %s", (got, why, retention) => {
  expect(settingsError(() => uncheckedModel({ loki: { retention } }))).toEqual({
    setting: "loki.retention",
    got,
    expected: "a duration in whole milliseconds, at least Duration.days(1), such as Duration.days(7)",
    why,
    remedy: "write loki: { retention: Duration.days(7) }, or leave it out",
  });
});

test.each([
  ["ByteSize.bytes(1.5)", UNINTENDED, ByteSize.bytes(1.5)],
  ["Duration.hours(2)", UNINTENDED, Duration.hours(2)],
  ["ByteSize.mebibytes(128)", WAL_NEEDED, ByteSize.mebibytes(128)],
])("rejects a write-ahead log of %s: %s", (got, why, size) => {
  expect(settingsError(() => uncheckedModel({ loki: { wal: { size } } }))).toEqual({
    setting: "loki.wal.size",
    got,
    expected: "a size in whole bytes, at least ByteSize.mebibytes(151), such as ByteSize.gibibytes(2)",
    why,
    remedy: "write loki: { wal: { size: ByteSize.gibibytes(2) } }, or leave it out",
  });
});

test.each([
  ["nfs.size", "15", "ByteSize.gibibytes(15)", UNINTENDED, { nfs: { ...nfs, size: 15 } }],
  [
    "nfs.size",
    "ByteSize.bytes(15)",
    "ByteSize.gibibytes(15)",
    IMPLAUSIBLE,
    { nfs: { ...nfs, size: ByteSize.bytes(15) } },
  ],
  ["load.bytesPerDay", '"2GB"', "ByteSize.gibibytes(1)", UNINTENDED, { load: { bytesPerDay: "2GB" } }],
  ["loki.compactionInterval", '"1h"', "Duration.hours(1)", UNINTENDED, { loki: { compactionInterval: "1h" } }],
  ["loki.resources.cpuLimit", "2", "Cpu.cores(1)", UNINTENDED, { loki: { resources: { cpuLimit: 2 } } }],
  ["alloy.resources.cpuLimit", "2", "Cpu.cores(1)", UNINTENDED, { alloy: { resources: { cpuLimit: 2 } } }],
])("rejects %s set to %s, and suggests %s", (setting, got, example, why, wrong) => {
  expect(settingsError(() => uncheckedModel(wrong))).toMatchObject({
    ...{ setting, got, why },
    expected: expect.stringMatching(`, such as ${example.replace(/[()]/g, "\\$&")}(, or "none")?$`),
  });
});

test.each([
  ["cluster.nodes", "2.5", "a whole number of at least 1", { cluster: { nodes: 2.5 } }],
  ["cluster.nodes", "0", "a whole number of at least 1", { cluster: { nodes: 0 } }],
  ["namespace.create", '"no"', "true or false", { namespace: { create: "no" } }],
  ["alloy.runtime", '"podman"', 'one of "containerd", "cri-o", "docker"', { alloy: { runtime: "podman" } }],
  ["loki", '"large"', "an object of settings", { loki: "large" }],
  ["cluster.taints", "{ key: 'a' }", "an array", { cluster: { taints: { key: "a" } } }],
])("rejects %s set to %s", (setting, got, expected, wrong) => {
  expect(settingsError(() => uncheckedModel(wrong))).toMatchObject(wrongType(expected, setting, got));
});

test.each<[string, string, TextValidator, unknown]>([
  ["nfs.server", "nothing", hostName, { nfs: { path: "/srv/nfs/loki" } }],
  ["nfs.server", '"nfs.example.com:/srv"', hostName, { nfs: { ...nfs, server: "nfs.example.com:/srv" } }],
  ["nfs.path", '"/srv/nfs/loki/"', absolutePath, { nfs: { ...nfs, path: "/srv/nfs/loki/" } }],
  ["nfs.path", '"srv/nfs/loki"', absolutePath, { nfs: { ...nfs, path: "srv/nfs/loki" } }],
  ["nfs.mountOptions[1]", '"hard,ro"', mountOption, { nfs: { ...nfs, mountOptions: ["noatime", "hard,ro"] } }],
  ["namespace.name", '"Monitoring"', objectName, { namespace: { name: "Monitoring" } }],
  ["grafana.namespace", '""', objectName, { grafana: { namespace: "" } }],
  ["cluster.domain", '"cluster.local."', domainName, { cluster: { domain: "cluster.local." } }],
  ["alerting.rules", '"/etc/rules"', relativePath, { alerting: { rules: "/etc/rules" } }],
])("rejects %s set to %s", (setting, got, { expected, remedy }, wrong) => {
  expect(settingsError(() => uncheckedModel(wrong))).toMatchObject({ setting, got, expected, remedy });
});

test.each([
  ["lokki", "loki", { lokki: {} }],
  ["nfs.sise", "size", { nfs: { ...nfs, sise: ByteSize.gibibytes(1) } }],
  ["loki.ingester.max_chunk_age", "maxChunkAge", { loki: { ingester: { max_chunk_age: Duration.hours(1) } } }],
  ["cluster.taints[0].effekt", "effect", { cluster: { taints: [{ key: "dedicated", effekt: "NoSchedule" }] } }],
])("rejects the unknown setting %s and suggests %s", (setting, meant, wrong) => {
  expect(settingsError(() => uncheckedModel(wrong))).toMatchObject({
    setting,
    got: "an unknown setting",
    expected: expect.stringContaining(`"${meant}"`),
    remedy: `did you mean "${meant}"?`,
  });
});

test("rejects a misspelt required setting and suggests only the right name", () => {
  const alertManager = { service: "alertmanager", namespace: "monitoring" };
  expect(settingsError(() => uncheckedModel({ alertmanager: undefined, alertManager }))).toMatchObject({
    setting: "alertManager",
    expected: '"alertmanager"',
    remedy: 'did you mean "alertmanager"?',
  });
});

test("creates the namespace monitoring by default", () => {
  const { namespace } = uncheckedModel({ alertmanager: "none", namespace: undefined });
  expect(namespace).toEqual({ name: "monitoring", create: true });
});

test("accepts boundary values", () => {
  const model = uncheckedModel({
    cluster: { nodes: 1 },
    loki: {
      retention: Duration.hours(24),
      compactionInterval: Duration.seconds(1),
      maxStreams: 1,
      wal: { size: ByteSize.mebibytes(151) },
      resources: { memoryRequest: ByteSize.gibibytes(6), memoryLimit: ByteSize.gibibytes(6) },
    },
  });
  expect(model.cluster.nodes).toBe(1);
  expect(model.loki).toMatchObject({
    retention: Duration.hours(24),
    compactionInterval: Duration.seconds(1),
    limits: { maxStreams: 1, oldestAccepted: Duration.hours(24) },
    wal: { size: ByteSize.mebibytes(151) },
    resources: { memoryRequest: ByteSize.gibibytes(6) },
  });
});

test.each([
  ["larger than", ByteSize.gibibytes(7), "7Gi"],
  ["as large as", ByteSize.gibibytes(6), "6Gi"],
])("rejects a WAL %s Loki's memory, which counts against the same limit", (_, size, got) => {
  expect(settingsError(() => uncheckedModel({ loki: { wal: { size } } }))).toMatchObject({
    setting: "loki.wal.size",
    got,
    expected: "at least 256Mi less than loki.resources.memoryLimit, which is 6Gi",
    remedy: "lower loki.wal.size or raise loki.resources.memoryLimit",
  });
});

test.each(["loki", "alloy"])("rejects a memory request of %s above its limit", (part) => {
  const resources = { memoryRequest: ByteSize.gibibytes(3), memoryLimit: ByteSize.gibibytes(2) };
  expect(settingsError(() => uncheckedModel({ [part]: { resources } }))).toMatchObject({
    setting: `${part}.resources.memoryRequest`,
    got: "3Gi",
    expected: `at most ${part}.resources.memoryLimit, which is 2Gi`,
    remedy: `lower ${part}.resources.memoryRequest or raise ${part}.resources.memoryLimit`,
  });
});

test("rejects a look-up of Alertmanager in a namespace that the stack creates", () => {
  expect(settingsError(() => uncheckedModel({ namespace: { create: true } }))).toMatchObject({
    setting: "namespace.create",
    got: 'true, but Alertmanager is looked up in the same namespace "monitoring"',
    expected: "false, because Alertmanager already runs in the namespace",
    remedy: 'write namespace: { name: "monitoring", create: false }',
  });
});

test.each([
  ["in another namespace", { alertmanager: { service: "alertmanager", namespace: "alerting" } }],
  ["that is none", { alertmanager: "none" }],
  ["that is not looked up", { terraform: { lookUps: false } }],
])("allows an Alertmanager %s if the stack creates its namespace", (_, settings) => {
  expect(uncheckedModel({ namespace: { create: true }, ...settings }).namespace.create).toBe(true);
});

test("freezes the model, but not the settings", () => {
  const settings = {
    loki: { wal: { size: ByteSize.gibibytes(1) } },
    cluster: { taints: [{ key: "dedicated", effect: "NoSchedule" }] },
  };
  const model = uncheckedModel(settings);
  expect(Object.isFrozen(model.loki.wal)).toBe(true);
  expect(Object.isFrozen(model.cluster.taints?.[0])).toBe(true);
  expect(Object.isFrozen(settings.loki.wal)).toBe(false);
  expect(Object.isFrozen(settings.cluster.taints)).toBe(false);
});
