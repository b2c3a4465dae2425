import type { Settings } from "../../../src/settings/settings";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { ByteSize, Cpu, Duration } from "../../../src/units";
import {
  type Change,
  stack,
  withAgentValues,
  withConfiguration,
  withLokiValues,
  withModel,
  withValuesFile,
} from "../stacks";
import type { RemedyCase } from "./remedy";

type Text = Pick<RemedyCase, "check" | "remedy">;

/** A key of Loki's configuration before and after following the remedy. */
function configured(check: string, key: string, before: unknown, remedy: string, after: unknown): RemedyCase {
  return { check, before: withConfiguration({ [key]: before }), remedy, after: withConfiguration({ [key]: after }) };
}

/** A value of Loki's chart before and after following the remedy. */
function inLoki(check: string, key: string, before: unknown, remedy: string, after: unknown): RemedyCase {
  return { check, before: withLokiValues({ [key]: before }), remedy, after: withLokiValues({ [key]: after }) };
}

/** A value of the agents' chart before and after following the remedy. */
function inAgent(check: string, key: string, before: unknown, remedy: string, after: unknown): RemedyCase {
  return { check, before: withAgentValues({ [key]: before }), remedy, after: withAgentValues({ [key]: after }) };
}

/** A value that the stack derives: the remedy is to leave it to the stack. */
function derived(text: Text, before: RenderedStack): RemedyCase {
  return { ...text, before, after: stack() };
}

function set(text: Text, before: Partial<Settings>, after: Partial<Settings> = {}): RemedyCase {
  return { ...text, before: stack(before), after: stack(after) };
}

const nfs = { server: "nfs.example.com", path: "/srv/nfs/loki" };
const PERIOD = { store: "tsdb", object_store: "filesystem", schema: "v13", index: { period: "24h" } };
const TOLERATIONS = "controller.tolerations";
const UNREAD: Change = { "loki.ruler": { enable_api: true } };
const LIMITS: Change = { "loki.limits_config": { retention_period: "1h" } };
const EXTRA: Change = { "loki.structuredConfig.limits_config.max_query_series": 1000 };

function drops(name: string): Partial<Settings> {
  return { alloy: { drop: [{ name, reason: "not needed", selector: '{namespace="web"}' }] } };
}

/** The rules with a comment of this many times 100,000 bytes. */
function withRules(comments: number): RenderedStack {
  return withModel("alerting", ({ files, ...alerting }) => ({
    ...alerting,
    files: files.map((file, index) =>
      index === 0 ? { ...file, text: `${file.text}# ${"x".repeat(comments * 100_000)}` } : file,
    ),
  }));
}

/** Remedies of the checks of what the charts deploy, the load and the cluster. */
export const deploymentRemedies: readonly RemedyCase[] = [
  configured("chunk-sync", "ingester.sync_period", "1h", 'set ingester.sync_period: "0s"', "0s"),
  configured(
    "delete-api",
    "limits_config.deletion_mode",
    "filter-and-delete",
    "set limits_config.deletion_mode: disabled",
    "disabled",
  ),
  configured(
    "flush-on-shutdown",
    "ingester.wal.flush_on_shutdown",
    false,
    "set ingester.wal.flush_on_shutdown: true",
    true,
  ),
  configured(
    "late-lines",
    "ingester.query_store_max_look_back_period",
    "1h",
    "set ingester.query_store_max_look_back_period: -1",
    -1,
  ),
  configured(
    "query-look-back",
    "querier.query_ingesters_within",
    "3h",
    'set querier.query_ingesters_within: "0s"',
    "0s",
  ),
  configured("retention-deletes", "compactor.retention_enabled", false, "set compactor.retention_enabled: true", true),
  configured("single-ring", "common.replication_factor", 3, "set common.replication_factor: 1", 1),
  configured(
    "single-ring",
    "common.ring.kvstore.store",
    "memberlist",
    'set common.ring.kvstore.store: "inmemory"',
    "inmemory",
  ),
  configured(
    "writable-paths",
    "compactor.working_directory",
    "/loki/place",
    "use a directory such as /var/loki/place",
    "/var/loki/place",
  ),
  configured("index-schema", "schema_config.configs", [{ ...PERIOD, schema: "v12" }], "add a period with schema: v13", [
    { ...PERIOD, schema: "v12" },
    PERIOD,
  ]),
  inLoki("deployment-mode", "deploymentMode", "SimpleScalable", "set deploymentMode: Monolithic", "Monolithic"),
  inLoki("deployment-mode", "singleBinary.replicas", 3, "set singleBinary.replicas: 1", 1),
  inLoki("extra-components", "chunksCache.enabled", true, "set chunksCache.enabled: false", false),
  inLoki(
    "volume-reclaim",
    "singleBinary.persistence.enableStatefulSetAutoDeletePVC",
    true,
    "AutoDeletePVC: false",
    false,
  ),
  derived(
    { check: "grace-period", remedy: "remove it: the stack derives it from load and cluster.nodes" },
    withLokiValues({ "singleBinary.terminationGracePeriodSeconds": 5 }),
  ),
  derived(
    { check: "ruler-alertmanager", remedy: "the stack derives it" },
    withConfiguration({ "ruler.alertmanager_url": "http://other:9093" }),
  ),
  configured(
    "rules-mount",
    "ruler.storage.local.directory",
    "/etc/loki/rules",
    "set ruler.storage.local.directory to /loki/rules",
    "/loki/rules",
  ),
  derived(
    { check: "memory-limit", remedy: "remove it: the stack derives it" },
    withLokiValues({ "singleBinary.extraEnv": [{ name: "GOMEMLIMIT", value: "40GiB" }] }),
  ),
  set(
    { check: "out-of-order", remedy: "raise loki.ingester.maxChunkAge to 2h or more" },
    { loki: { ingester: { maxChunkAge: Duration.minutes(60) } } },
    { loki: { ingester: { maxChunkAge: Duration.hours(2) } } },
  ),
  set({ check: "stream-limit", remedy: "leave loki.maxStreams unset" }, { loki: { maxStreams: 100 } }),
  set(
    { check: "ingestion-rate", remedy: "set all of loki: { wal: { size: ByteSize.mebibytes(837) }" },
    { loki: { wal: { size: ByteSize.mebibytes(820) } } },
    { loki: { wal: { size: ByteSize.mebibytes(837) } } },
  ),
  set(
    { check: "wal-size", remedy: "or keep less in memory: a shorter loki.ingester.maxChunkAge" },
    { loki: { wal: { size: ByteSize.mebibytes(512) } } },
    { loki: { wal: { size: ByteSize.mebibytes(512) }, ingester: { maxChunkAge: Duration.hours(2) } } },
  ),
  set(
    {
      check: "wal-size",
      remedy:
        "set all of loki: { wal: { size: ByteSize.mebibytes(837) }, resources: { memoryRequest: ByteSize.gibibytes(4), memoryLimit: ByteSize.gibibytes(6) } }",
    },
    { loki: { wal: { size: ByteSize.mebibytes(512) } } },
    {
      loki: {
        wal: { size: ByteSize.mebibytes(837) },
        resources: { memoryRequest: ByteSize.gibibytes(4), memoryLimit: ByteSize.gibibytes(6) },
      },
    },
  ),
  set(
    { check: "volume-size", remedy: "set nfs: { size: ByteSize.mebibytes(1382) }" },
    { nfs: { ...nfs, size: ByteSize.gibibytes(1) } },
    { nfs: { ...nfs, size: ByteSize.mebibytes(1_382) } },
  ),
  set(
    { check: "volume-size", remedy: "lower loki.retention" },
    { nfs: { ...nfs, size: ByteSize.gibibytes(1) } },
    { nfs: { ...nfs, size: ByteSize.gibibytes(1) }, loki: { retention: Duration.days(3) } },
  ),
  set(
    { check: "agent-cpu", remedy: "leave alloy.resources.cpuLimit unset" },
    { alloy: { resources: { cpuLimit: Cpu.cores(2) } } },
  ),
  inAgent("agent-files", "controller.type", "deployment", "set controller.type: daemonset", "daemonset"),
  derived(
    { check: "agent-positions", remedy: "remove it: the stack mounts" },
    withAgentValues({ "alloy.storagePath": "/tmp/alloy" }),
  ),
  inAgent("taints", TOLERATIONS, [], "set tolerations: [{ operator: Exists }]", [{ operator: "Exists" }]),
  set(
    { check: "inotify-instances", remedy: "leave inotify.maxUserInstances unset" },
    { inotify: { maxUserInstances: 4_096 } },
  ),
  set(
    { check: "limit-range", remedy: "or raise the namespace's LimitRange and declare it" },
    { cluster: { nodes: 5, limitRange: { maxMemory: ByteSize.gibibytes(4) } } },
    { cluster: { nodes: 5, limitRange: { maxMemory: ByteSize.gibibytes(8) } } },
  ),
  set(
    { check: "quota", remedy: "raise the namespace's ResourceQuota and declare it" },
    { cluster: { nodes: 5, quota: { pods: 5 } } },
    { cluster: { nodes: 5, quota: { pods: 50 } } },
  ),
  derived(
    { check: "rollout-time", remedy: "leave it to the stack" },
    ((of) => ({ ...of, loki: { ...of.loki, timeout: Duration.seconds(60) } }))(stack()),
  ),
  set(
    { check: "chart-repository", remedy: "leave charts.loki unset" },
    { charts: { loki: { repository: "https://grafana.github.io/helm-charts" } } },
  ),
  derived(
    { check: "datasource-uid", remedy: 'set it to "loki"' },
    withModel("grafana", (grafana) => ({ ...grafana, uid: "not a uid!" })),
  ),
  set({ check: "drop-names", remedy: "rename it" }, drops("ruler_evaluations"), drops("web")),
  set(
    { check: "mount-options", remedy: 'remove "soft"' },
    { nfs: { ...nfs, mountOptions: ["soft", "noatime"] } },
    { nfs: { ...nfs, mountOptions: ["noatime"] } },
  ),
  derived(
    { check: "volume-binding", remedy: "leave the claim's name to the stack" },
    withModel("loki", (loki) => ({ ...loki, volume: { ...loki.volume, claim: "loki" } })),
  ),
  derived(
    { check: "kubernetes-names", remedy: "shorten namespace.name" },
    withModel("loki", (loki) => ({ ...loki, rules: { ...loki.rules, configMap: "n".repeat(300) } })),
  ),
  derived(
    { check: "exact-versions", remedy: "use the version that src/terraform/versions.json pins" },
    ((of) => ({ ...of, loki: { ...of.loki, chart: { ...of.loki.chart, version: "~18.11" } } }))(stack()),
  ),
  set(
    { check: "chart-digest", remedy: "leave it out, or run" },
    { charts: { loki: { digest: "none" } } },
    { charts: { loki: {} } },
  ),
  set(
    { check: "image-digest", remedy: 'copy the digest that "docker buildx imagetools inspect' },
    { images: { digests: { busybox: "none" } } },
    { images: { digests: { busybox: `sha256:${"a1".repeat(32)}` } } },
  ),
  {
    check: "config-map-size",
    before: withRules(12),
    remedy: "remove rule files, or shorten their annotations",
    after: withRules(1),
  },
  set(
    { check: "memory-needed", remedy: "memoryRequest: ByteSize.mebibytes(2120), memoryLimit: ByteSize.gibibytes(6)" },
    { loki: { resources: { memoryRequest: ByteSize.mebibytes(512) } } },
    { loki: { resources: { memoryRequest: ByteSize.mebibytes(2_120), memoryLimit: ByteSize.gibibytes(6) } } },
  ),
  set(
    { check: "heap-needed", remedy: "memoryRequest: ByteSize.mebibytes(1540), memoryLimit: ByteSize.mebibytes(3448)" },
    { loki: { resources: { memoryRequest: ByteSize.mebibytes(900), memoryLimit: ByteSize.mebibytes(2_400) } } },
    { loki: { resources: { memoryRequest: ByteSize.mebibytes(1_540), memoryLimit: ByteSize.mebibytes(3_448) } } },
  ),
  set(
    { check: "agent-memory", remedy: "set alloy: { resources: { memoryLimit: ByteSize.mebibytes(208) } }" },
    { cluster: { nodes: 5 }, load: { pods: 450 }, alloy: { resources: { memoryLimit: ByteSize.mebibytes(160) } } },
    { cluster: { nodes: 5 }, load: { pods: 450 }, alloy: { resources: { memoryLimit: ByteSize.mebibytes(208) } } },
  ),
  {
    check: "chart-keys",
    before: withValuesFile("loki", UNREAD),
    remedy: 'delete it: "alertmanager" in main.ts sets the destination of alerts',
    after: withValuesFile("loki", { "loki.ruler": undefined }),
  },
  {
    check: "chart-configuration",
    before: withValuesFile("loki", LIMITS),
    remedy: "delete it: loki.retention and loki.maxStreams in main.ts set it",
    after: withValuesFile("loki", { "loki.limits_config": undefined }),
  },
  {
    check: "extra-configuration",
    before: withValuesFile("loki", EXTRA),
    remedy: "and accept the finding",
    after: withValuesFile("loki", EXTRA, stack({ accept: [{ check: "extra-configuration", reason: "tested" }] })),
  },
];
