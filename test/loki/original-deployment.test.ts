import { documentText } from "../helpers/documents";
import { releaseValues } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";

type Scalar = string | number | boolean;

/** A key in the original deployment's chart values that still has its original value. */
interface Kept {
  readonly key: string;
  readonly original: Scalar;
}

/** A key with a different value today, or without one (null). */
interface Departed extends Kept {
  readonly now: Scalar | null;
  readonly because: string;
}

function kept(key: string, original: Scalar): Kept {
  return { key, original };
}

function departed(key: string, original: Scalar, now: Scalar | null, because: string): Departed {
  return { key, original, now, because };
}

/** The original deployment's values for the Loki chart. */
const LOKI: readonly (Kept | Departed)[] = [
  kept("loki.commonConfig.replication_factor", 1),
  kept("loki.schemaConfig.configs[0].from", "2025-04-01"),
  kept("loki.schemaConfig.configs[0].store", "tsdb"),
  kept("loki.schemaConfig.configs[0].object_store", "filesystem"),
  kept("loki.schemaConfig.configs[0].schema", "v13"),
  kept("loki.schemaConfig.configs[0].index.prefix", "loki_index_"),
  kept("loki.schemaConfig.configs[0].index.period", "24h"),
  kept("loki.ingester.chunk_idle_period", "12h"),
  kept("loki.ingester.max_chunk_age", "24h"),
  kept("loki.ingester.chunk_retain_period", "1m"),
  kept("loki.ingester.chunk_target_size", 1_572_864),
  kept("loki.ingester.wal.dir", "/loki-wal"),
  kept("loki.pattern_ingester.enabled", true),
  kept("loki.limits_config.allow_structured_metadata", true),
  kept("loki.limits_config.volume_enabled", true),
  kept("loki.limits_config.retention_period", "168h"),
  kept("loki.compactor.retention_enabled", true),
  departed(
    "loki.compactor.working_directory",
    "/loki/compactor",
    "/var/loki/compactor",
    "The container's root is read-only, and Loki exits if it can't create the directory.",
  ),
  kept("loki.compactor.compaction_interval", "1h"),
  kept("loki.compactor.delete_request_store", "filesystem"),
  kept("loki.ruler.enable_api", true),
  kept("loki.ruler.storage.type", "local"),
  kept("loki.ruler.storage.local.directory", "/loki/rules"),
  // A required setting: the example's Service has the name of the original deployment.
  kept("loki.ruler.alertmanager_url", "http://alertmanager.monitoring.svc.cluster.local:9093"),
  kept("loki.ruler.ring.kvstore.store", "inmemory"),
  departed(
    "loki.ruler.rule_path",
    "/loki/scratch",
    "/tmp/loki/rules",
    "The container's root is read-only, and the ruler stores copies of the rules there.",
  ),
  kept("loki.storage.type", "filesystem"),
  kept("loki.auth_enabled", false),
  kept("minio.enabled", false),
  departed("deploymentMode", "SingleBinary", "Monolithic", "The chart has renamed the single-process mode."),
  kept("singleBinary.replicas", 1),
  kept("singleBinary.persistence.enabled", true),
  kept("singleBinary.persistence.size", "15Gi"),
  departed(
    "singleBinary.persistence.storageClass",
    "",
    "monitoring-loki",
    "An empty class renders none, so Kubernetes would use the default class.",
  ),
  kept("singleBinary.extraVolumes[0].name", "wal"),
  kept("singleBinary.extraVolumes[0].emptyDir.medium", "Memory"),
  kept("singleBinary.extraVolumes[0].emptyDir.sizeLimit", "2Gi"),
  kept("singleBinary.extraVolumes[1].name", "rules"),
  kept("singleBinary.extraVolumes[1].configMap.name", "loki-alert-rules"),
  kept("singleBinary.extraVolumeMounts[0].name", "wal"),
  kept("singleBinary.extraVolumeMounts[0].mountPath", "/loki-wal"),
  kept("singleBinary.extraVolumeMounts[1].name", "rules"),
  kept("singleBinary.extraVolumeMounts[1].mountPath", "/loki/rules/fake"),
  kept("singleBinary.resources.requests.cpu", "250m"),
  kept("singleBinary.resources.requests.memory", "4Gi"),
  kept("singleBinary.resources.limits.cpu", "1"),
  kept("singleBinary.resources.limits.memory", "6Gi"),
  kept("backend.replicas", 0),
  kept("read.replicas", 0),
  kept("write.replicas", 0),
  kept("ingester.replicas", 0),
  kept("querier.replicas", 0),
  kept("queryFrontend.replicas", 0),
  kept("queryScheduler.replicas", 0),
  kept("distributor.replicas", 0),
  kept("compactor.replicas", 0),
  kept("indexGateway.replicas", 0),
  departed("bloomCompactor.replicas", 0, null, "The chart replaced it with a bloomPlanner and a bloomBuilder."),
  kept("bloomGateway.replicas", 0),
];

/** The original deployment's values for the Alloy chart. */
const ALLOY: readonly (Kept | Departed)[] = [
  departed(
    "alloy.configMap.content",
    "the pipeline's text",
    null,
    "Helm would expand templates in it, so the pipeline has its own ConfigMap.",
  ),
  kept("alloy.resources.requests.cpu", "50m"),
  departed("alloy.resources.requests.memory", "64Mi", "128Mi", "An agent that reads a node's logs uses more."),
  departed("alloy.resources.limits.cpu", "200m", null, "A throttled agent falls behind during peaks."),
  departed("alloy.resources.limits.memory", "128Mi", "512Mi", "The kernel killed agents with less."),
];

/** Keys with new prefixes, because the chart receives Loki's complete configuration. The first match wins. */
const MOVED: readonly (readonly [from: string, to: string])[] = [
  ["loki.storage.type", "loki.storage.type"],
  ["loki.commonConfig", "loki.structuredConfig.common"],
  ["loki.schemaConfig", "loki.structuredConfig.schema_config"],
  ["loki.", "loki.structuredConfig."],
];

function currentKey(key: string): string {
  const move = MOVED.find(([from]) => key.startsWith(from));
  return move === undefined ? key : key.replace(...move);
}

const stack = synthesized();
const differences = documentText("docs/original-deployment.md");

describe.each([
  { chart: "loki", table: LOKI },
  { chart: "alloy", table: ALLOY },
])("in the original deployment's values for the $chart chart", ({ chart, table }) => {
  const values = releaseValues(stack, chart);
  const departures = table.filter((row): row is Departed => "because" in row);

  test.each(table.filter((row) => !("because" in row)))("$key is still $original", ({ key, original }) => {
    expect(values).toHaveProperty(currentKey(key), original);
  });

  test.each(departures.filter(({ now }) => now !== null))(
    "$key is $now instead of $original: $because",
    ({ key, now }) => {
      expect(values).toHaveProperty(currentKey(key), now);
    },
  );

  test.each(departures.filter(({ now }) => now === null))("$key is unset: $because", ({ key }) => {
    expect(values).not.toHaveProperty(currentKey(key));
  });

  test.each(departures)("docs/original-deployment.md explains $key", ({ key }) => {
    expect(differences).toContain(`\`${key}\``);
  });

  test("the table has no duplicate keys", () => {
    const keys = table.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)]);
  });

  test("each departure has a different value", () => {
    expect(departures.filter(({ original, now }) => original === now)).toEqual([]);
  });

  test("the reason for each departure is one sentence", () => {
    expect(departures.filter(({ because }) => !/^[A-Z][^.]*\.$/.test(because))).toEqual([]);
  });
});
