import { lokiChartValues } from "../../src/loki/chart-values";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { LokiSettings } from "../../src/loki/settings";
import type { Settings } from "../../src/settings/settings";
import { toPlain, toYaml } from "../../src/terraform/yaml";
import { ByteSize, Duration } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { golden } from "../helpers/golden";

function configured(settings: Partial<Settings> = {}) {
  const { loki, alerting } = exampleModel(settings);
  return lokiConfiguration(loki, alerting.alertmanager);
}

/** The mount paths of the claim and the emptyDir in the chart's container, whose root file system is read-only. */
const WRITABLE = ["/var/loki", "/tmp"];

function isUnder(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

/** Returns every text in the data that is an absolute path. */
function pathsIn(data: unknown): readonly string[] {
  if (typeof data === "string") return data.startsWith("/") ? [data] : [];
  return typeof data === "object" && data !== null ? Object.values(data).flatMap(pathsIn) : [];
}

test("Loki's complete configuration equals the golden file", () => {
  const text = toYaml(configured());
  expect(text).toBe(golden("loki/golden/loki.yaml", text));
});

describe("paths", () => {
  test("every path that Loki writes to is on the claim, in /tmp or on a writable mount", () => {
    const { storage, ...ruler } = configured().ruler;
    const mounts = lokiChartValues(exampleModel()).singleBinary.extraVolumeMounts;
    const writable = mounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath);
    const written = pathsIn({ ...configured(), ruler });
    expect(written).toContain("/loki-wal");
    expect(written.filter((path) => !isUnder([...WRITABLE, ...writable], path))).toEqual([]);
    expect(isUnder(writable, storage.local.directory)).toBe(false);
  });

  test.each(["/loki/compactor", "/loki/scratch", "/var/loki-old/chunks"])("Loki can't write to %s", (path) => {
    expect(isUnder(WRITABLE, path)).toBe(false);
  });

  test("the rules are mounted in the ruler's directory for the tenant of unauthenticated requests", () => {
    const { auth_enabled, ruler } = configured();
    const mount = lokiChartValues(exampleModel()).singleBinary.extraVolumeMounts.find(({ name }) => name === "rules");
    expect(auth_enabled).toBe(false);
    expect(mount?.mountPath).toBe(`${ruler.storage.local.directory}/fake`);
  });
});

describe("chunks", () => {
  test("the sync period doesn't cut chunks before their maximum age", () => {
    expect(`${configured().ingester.sync_period}`).toBe("0s");
  });

  test("queries include lines in memory of any age", () => {
    const { ingester, querier } = configured();
    expect(ingester.query_store_max_look_back_period).toBe(-1);
    expect(`${querier.query_ingesters_within}`).toBe("0s");
  });

  test.each<[string, string | number, LokiSettings]>([
    ["ingester.max_chunk_age", "36h", { ingester: { maxChunkAge: Duration.hours(36) } }],
    ["ingester.chunk_idle_period", "90m", { ingester: { chunkIdlePeriod: Duration.minutes(90) } }],
    ["ingester.chunk_retain_period", "30s", { ingester: { chunkRetainPeriod: Duration.seconds(30) } }],
    ["ingester.chunk_target_size", 1_048_576, { ingester: { chunkTargetSize: ByteSize.mebibytes(1) } }],
    ["compactor.compaction_interval", "10m", { compactionInterval: Duration.minutes(10) }],
    ["limits_config.retention_period", "48h", { retention: Duration.days(2) }],
    ["limits_config.max_global_streams_per_user", 7_000, { maxStreams: 7_000 }],
  ])("%s is %s if set, but not by default", (key, value, loki) => {
    expect(toPlain(configured({ loki }))).toHaveProperty(key, value);
    expect(toPlain(configured())).not.toHaveProperty(key, value);
  });
});

describe("the write-ahead log", () => {
  test("all chunks are flushed before the tmpfs disappears with its pod", () => {
    const { wal } = configured().ingester;
    expect(wal).toMatchObject({ enabled: true, flush_on_shutdown: true });
  });

  test.each([
    [2, 6],
    [1, 2],
    [5, 6],
  ])("with a WAL of %i GiB in %i GiB of memory, replay flushes before memory is full", (wal, limit) => {
    const memoryLimit = ByteSize.gibibytes(limit);
    const size = ByteSize.gibibytes(wal);
    const resources = { memoryLimit, memoryRequest: ByteSize.gibibytes(1) };
    const ceiling = configured({ loki: { wal: { size }, resources } }).ingester.wal.replay_memory_ceiling;
    expect(ceiling.toBytes()).toBeGreaterThan(0);
    expect(ceiling.toBytes()).toBeLessThan(memoryLimit.minus(size).toBytes());
  });

  test("a WAL that leaves no memory for replay is rejected", () => {
    const size = ByteSize.gibibytes(6);
    expect(() => configured({ loki: { wal: { size } } })).toThrow("loki.wal.size: got ");
  });
});

describe("limits", () => {
  test("lines older than the retention period are rejected", () => {
    const { retention_period, reject_old_samples, reject_old_samples_max_age } = configured({
      loki: { retention: Duration.days(3) },
    }).limits_config;
    expect(reject_old_samples).toBe(true);
    expect(`${reject_old_samples_max_age}`).toBe(`${retention_period}`);
  });

  test("lines that are too long are truncated, not dropped", () => {
    expect(configured().limits_config.max_line_size_truncate).toBe(true);
  });

  test("logs can't be deleted through the unauthenticated port", () => {
    expect(configured().limits_config.deletion_mode).toBe("disabled");
  });
});

describe("the ruler", () => {
  test("sends alerts to the configured Alertmanager", () => {
    const alertmanager = { service: "am", namespace: "alerts", port: 9094 };
    expect(configured({ alertmanager }).ruler.alertmanager_url).toBe("http://am.alerts.svc.cluster.local:9094");
  });

  test('sends no alerts if the Alertmanager is "none"', () => {
    expect(configured({ alertmanager: "none" }).ruler).not.toHaveProperty("alertmanager_url");
  });
});

test("the rings need no other process", () => {
  const { common, ruler } = configured();
  expect([common.ring.kvstore.store, ruler.ring.kvstore.store]).toEqual(["inmemory", "inmemory"]);
  expect(common).toMatchObject({ instance_addr: "127.0.0.1", replication_factor: 1 });
});
