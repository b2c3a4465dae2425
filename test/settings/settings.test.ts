import { UNINTENDED } from "../../src/settings/messages";
import { problemsOf } from "../../src/settings/settings-error";
import {
  absolutePath,
  domainName,
  hostName,
  mountOption,
  objectName,
  relativePath,
  type TextValidator,
} from "../../src/settings/validators";
import { Backend } from "../../src/terraform/backend";
import { ByteSize, Cpu, Duration } from "../../src/units";
import { example } from "../helpers/example";
import { settingsError, wrongType } from "../helpers/settings-error";
import { unchecked, uncheckedModel } from "../helpers/unchecked";

const { nfs } = example;

const TAINT = 'cluster: { taints: [{ key: "dedicated", value: "logs", effect: "NoSchedule" }] }';
const IMPLAUSIBLE = "implausibly small; probably a typo";
const WAL_NEEDED =
  "Loki must accept an agent's largest request at once, and the burst that it accepts is a fraction of its log";
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
  ["ByteSize.mebibytes(127)", WAL_NEEDED, ByteSize.mebibytes(127)],
])("rejects a write-ahead log of %s: %s", (got, why, size) => {
  expect(settingsError(() => uncheckedModel({ loki: { wal: { size } } }))).toEqual({
    setting: "loki.wal.size",
    got,
    expected: "a size in whole bytes, at least ByteSize.mebibytes(128), such as ByteSize.gibibytes(2)",
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

test.each<[string, string, string, unknown, string | null]>([
  ["cluster.nodes", "2.5", "a whole number of at least 1", { cluster: { nodes: 2.5 } }, null],
  ["cluster.nodes", "0", "a whole number of at least 1", { cluster: { nodes: 0 } }, null],
  ["namespace.create", '"no"', "true or false", { namespace: { create: "no" } }, "namespace: { create: false }"],
  ["alloy.runtime", '"podman"', 'one of "containerd", "cri-o", "docker"', { alloy: { runtime: "podman" } }, null],
  [
    "alloy.runtime",
    '"CRIO"',
    'one of "containerd", "cri-o", "docker"',
    { alloy: { runtime: "CRIO" } },
    'alloy: { runtime: "cri-o" }',
  ],
  [
    "cluster.taints",
    "{ key: 'a' }",
    "an array",
    { cluster: { taints: { key: "a" } } },
    "cluster: { taints: [{ key: 'a' }] }",
  ],
])("rejects %s set to %s", (setting, got, expected, wrong, meant) => {
  expect(settingsError(() => uncheckedModel(wrong))).toMatchObject(
    wrongType(expected, setting, got, meant ?? undefined),
  );
});

test.each([
  ["nfs.server", { nfs: { ...nfs, server: "nfs.example.com:/srv" } }, 'nfs: { server: "nfs.example.com" }'],
  ["nfs.path", { nfs: { ...nfs, path: "/srv/nfs/loki/" } }, 'nfs: { path: "/srv/nfs/loki" }'],
  ["nfs.path", { nfs: { ...nfs, path: "srv//loki" } }, 'nfs: { path: "/srv/loki" }'],
  ["namespace.name", { namespace: { name: "Monitoring" } }, 'namespace: { name: "monitoring" }'],
  ["cluster.domain", { cluster: { domain: "Cluster.local." } }, 'cluster: { domain: "cluster.local" }'],
  ["images.registry", { images: { registry: "https://r.example.com/" } }, 'images: { registry: "r.example.com" }'],
])("corrects %s in %j", (setting, wrong, code) => {
  expect(settingsError(() => uncheckedModel(wrong))).toMatchObject({ setting, remedy: `write ${code}` });
});

test.each([
  ["accept", "taints", "check, reason, setting", 'such as accept: [{ check: "taints", reason: "…" }]'],
  ["cluster.taints", { taints: "dedicated=logs:NoSchedule" }, "key, effect, value", TAINT],
  ["cluster.taints", { taints: 3 }, "key, effect, value", "cluster: { taints: [{ … }] } with the keys that you need"],
])("rejects %s set to %j, with the keys of an entry", (setting, value, keys, remedy) => {
  const [group = ""] = setting.split(".");
  const error = settingsError(() => uncheckedModel({ [group]: value }));
  expect(error).toMatchObject({ setting, expected: `an array of settings, as [{ ${keys} }]` });
  expect(error.remedy).toContain(remedy);
});

test("takes a drop in one text for its selector", () => {
  const { remedy } = settingsError(() => uncheckedModel({ alloy: { drop: '{namespace="web"}' } }));
  expect(remedy).toBe('write alloy: { drop: [{ name: "…", reason: "…", selector: "{namespace=\\"web\\"}" }] }');
});

test("reads a taint in kubectl's notation", () => {
  const taints = ["node-role.kubernetes.io/control-plane:NoSchedule"];
  expect(settingsError(() => uncheckedModel({ cluster: { taints } })).remedy).toBe(
    'write { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }',
  );
});

/** Values in place of a group of settings, the group's keys, and the remedy. */
test.each([
  ["namespace", "logs", "name, create", 'namespace: { name: "logs" }'],
  ["namespace", false, "name, create", "namespace: { create: false }"],
  ["grafana", "monitoring", "namespace", 'grafana: { namespace: "monitoring" }'],
  ["images", "registry.example.com", "registry", 'images: { registry: "registry.example.com" }'],
  ["alerting", "rules", "rules", 'alerting: { rules: "rules" }'],
  [
    "terraform",
    Backend.local(),
    "kubeconfig, context, backend, lookUps",
    "terraform: { … } with the keys that you need",
  ],
  ["load", 450, "pods, podStartsPerDay, bytesPerDay", "the key that you mean, such as load: { pods: 450 }"],
  ["load", "1GiB", "pods, podStartsPerDay, bytesPerDay", "such as load: { bytesPerDay: ByteSize.gibibytes(1) }"],
  ["cluster", "5", "nodes, domain, taints", "such as cluster: { nodes: 5 }"],
  ["nfs", "192.0.2.10:/srv/loki", "server, path, size", 'nfs: { server: "192.0.2.10", path: "/srv/loki" }'],
  ["nfs", "nfs://nas.example.com/srv/loki/", "server, path", 'nfs: { server: "nas.example.com", path: "/srv/loki" }'],
  ["nfs", "[2001:db8::1]:/srv", "server, path, size", 'nfs: { server: "2001:db8::1", path: "/srv" }'],
  ["nfs", "nas", "server, path, size", 'nfs: { server: "nas", path: "…" }'],
  ["loki", "large", "ingester, wal, resources", "loki: { … } with the keys that you need"],
])("rejects %s set to %j, with its keys", (setting, value, keys, remedy) => {
  const error = settingsError(() => uncheckedModel({ [setting]: value }));
  expect(error.setting).toBe(setting);
  expect(error.expected).toContain(`an object of settings, as { ${keys}`);
  expect(error.remedy).toContain(remedy);
});

test.each<[string, string, TextValidator, unknown]>([
  ["nfs.server", "nothing", hostName, { nfs: { path: "/srv/nfs/loki" } }],
  ["nfs.server", '"nfs server"', hostName, { nfs: { ...nfs, server: "nfs server" } }],
  ["nfs.path", '"/srv/my logs"', absolutePath, { nfs: { ...nfs, path: "/srv/my logs" } }],
  ["nfs.mountOptions[1]", '"hard,ro"', mountOption, { nfs: { ...nfs, mountOptions: ["noatime", "hard,ro"] } }],
  ["namespace.name", '"my_logs"', objectName, { namespace: { name: "my_logs" } }],
  ["grafana.namespace", '""', objectName, { grafana: { namespace: "" } }],
  ["cluster.domain", '"cluster_local"', domainName, { cluster: { domain: "cluster_local" } }],
  ["alerting.rules", '"/etc/rules"', relativePath, { alerting: { rules: "/etc/rules" } }],
])("rejects %s set to %s", (setting, got, { expected, remedy }, wrong) => {
  expect(settingsError(() => uncheckedModel(wrong))).toMatchObject({ setting, got, expected, remedy });
});

test.each([
  [{ retention: Duration.days(3) }, "did you mean loki.retention?"],
  [{ server: "nas" }, "did you mean nfs.server?"],
  [{ load: { nodes: 3 } }, "did you mean cluster.nodes?"],
  [{ "loki.retention": Duration.days(3) }, "write loki: { retention: … }"],
  [{ resources: {} }, "did you mean loki.resources or alloy.resources?"],
  [{ storageClass: "fast" }, "delete it: the stack stores logs only on an NFS export, "],
  [{ loki: { persistence: {} } }, "delete it: the stack stores logs only on an NFS export, "],
  [{ loki: { replicas: 3 } }, "delete it: the stack runs one Loki"],
  [{ ingress: {} }, "delete it, or write one of these"],
])("says where the unknown setting in %j belongs", (wrong, remedy) => {
  expect(settingsError(() => uncheckedModel(wrong)).remedy).toContain(remedy);
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
    remedy: "write loki: { wal: { size: ByteSize.gibibytes(2) } }, or raise loki.resources.memoryLimit",
  });
});

test.each(["loki", "alloy"])("rejects a memory request of %s above its limit", (part) => {
  const resources = { memoryRequest: ByteSize.gibibytes(3), memoryLimit: ByteSize.gibibytes(2) };
  const wal = part === "loki" ? { wal: { size: ByteSize.gibibytes(1) } } : {};
  expect(settingsError(() => uncheckedModel({ [part]: { resources, ...wal } }))).toMatchObject({
    setting: `${part}.resources.memoryRequest`,
    got: "3Gi",
    expected: `at most ${part}.resources.memoryLimit, which is 2Gi`,
    remedy: `write ${part}: { resources: { memoryRequest: ByteSize.gibibytes(2) } }, or raise ${part}.resources.memoryLimit`,
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

test("reports every refused setting once, and none that another one causes", () => {
  const wrong = {
    typo: 1,
    namespace: { name: "Logs", create: "maybe" },
    nfs: { server: "127.0.0.1", path: "srv", size: "big", mountOptions: ["hard", "a b"] },
    alertmanager: { service: "A", namespace: 3, port: 0 },
    cluster: { nodes: "some", domain: 7, taints: [{ key: "a b", effect: "no" }, "x"] },
    load: { pods: -1, bytesPerDay: 7 },
    loki: {
      wal: { size: "big" },
      resources: { memoryLimit: 5, memoryRequest: ByteSize.gibibytes(9), cpuRequest: Cpu.cores(9), cpuLimit: 1 },
      retention: 7,
    },
    alloy: { runtime: "rkt", drop: [{ name: "A B" }, { name: "C D", reason: "x", selector: "{}" }] },
    inotify: { maxUserWatches: 0 },
    alerting: { rules: "/rules" },
    grafana: { namespace: "Grafana" },
    charts: { loki: { path: "/chart", repository: "ftp://charts" } },
    images: { registry: "https://registry" },
    terraform: { kubeconfig: "/config", lookUps: "maybe", backend: Backend.s3(unchecked({ bucket: "", key: "" }, {})) },
    accept: [{ check: "" }],
  };
  expect(problemsOf(() => uncheckedModel(wrong)).map(({ setting }) => setting)).toEqual([
    ...["nfs.server", "nfs.path", "nfs.size", "nfs.mountOptions[1]"],
    ...["alertmanager.service", "alertmanager.namespace", "alertmanager.port"],
    ...["namespace.name", "namespace.create", "typo"],
    ...["cluster.nodes", "cluster.domain", "cluster.taints[0].key", "cluster.taints[0].effect", "cluster.taints[1]"],
    ...["load.pods", "load.bytesPerDay"],
    ...["loki.wal.size", "loki.resources.memoryLimit", "loki.resources.cpuLimit", "loki.retention"],
    ...["alloy.runtime", "alloy.drop[0].name", "alloy.drop[0].reason", "alloy.drop[0].selector"],
    ...["alloy.drop[1].name", "alloy.drop[1].selector", "inotify.maxUserWatches", "alerting.rules"],
    ...["grafana.namespace", "charts.loki.path", "charts.loki.repository", "images.registry"],
    ...["terraform.kubeconfig", "terraform.lookUps", "terraform.backend.bucket", "terraform.backend.key"],
    ...["accept[0].check", "accept[0].reason"],
  ]);
});
