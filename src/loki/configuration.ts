import type { AlertmanagerModel } from "../alerting/model";
import { Duration } from "../units";
import type { LokiConfiguration } from "./configuration-types";
import type { LokiModel } from "./model";

/**
 * Loki's whole configuration. The chart adds nothing to it and drops nothing from it, so what a test verifies is
 * what runs.
 */
export function lokiConfiguration(loki: LokiModel, alertmanager: AlertmanagerModel | null): LokiConfiguration {
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: server(loki),
    common: common(loki),
    schema_config: SCHEMA,
    storage_config: storage(loki),
    ingester: ingester(loki),
    querier: { query_ingesters_within: Duration.seconds(0) },
    frontend: { scheduler_dns_lookup_period: LOOKS_FOR_ITSELF },
    frontend_worker: { dns_lookup_duration: LOOKS_FOR_ITSELF },
    pattern_ingester: { enabled: loki.patterns, lifecycler: ALONE },
    limits_config: limits(loki),
    compactor: compactor(loki),
    ruler: ruler(loki, alertmanager),
  };
}

function server({ service }: LokiModel): LokiConfiguration["server"] {
  return {
    http_listen_port: service.httpPort,
    grpc_listen_port: service.grpcPort,
    // A query over a day in memory takes longer than Loki's 30 s, and its answer is larger than gRPC's 4 MiB.
    http_server_read_timeout: QUERY_TIMEOUT,
    http_server_write_timeout: QUERY_TIMEOUT,
    grpc_server_max_recv_msg_size: 104_857_600,
    grpc_server_max_send_msg_size: 104_857_600,
  };
}

function common({ directories }: LokiModel): LokiConfiguration["common"] {
  return {
    path_prefix: directories.data,
    replication_factor: 1,
    // One process is its own ring: memberlist would only add a way not to start.
    instance_addr: "127.0.0.1",
    ring: { kvstore: { store: "inmemory" } },
    storage: { filesystem: { chunks_directory: directories.chunks } },
  };
}

function storage({ directories }: LokiModel): LokiConfiguration["storage_config"] {
  return {
    tsdb_shipper: { active_index_directory: directories.activeIndex, cache_location: directories.indexCache },
  };
}

function ingester({ ingester: tuning, wal }: LokiModel): LokiConfiguration["ingester"] {
  return {
    max_chunk_age: tuning.maxChunkAge,
    chunk_idle_period: tuning.chunkIdlePeriod,
    chunk_retain_period: tuning.chunkRetainPeriod,
    chunk_target_size: tuning.chunkTargetSize,
    // The default of an hour cuts every chunk that is a tenth full, whatever its age: nothing would stay for a day.
    sync_period: Duration.seconds(0),
    // By default what is older than the chunk age is asked of the store alone: a late line would be invisible until flushed.
    query_store_max_look_back_period: -1,
    lifecycler: ALONE,
    wal: {
      enabled: true,
      dir: wal.directory,
      // The log lies in memory and goes with the pod: without the flush every rollout would lose a day of lines.
      flush_on_shutdown: true,
      replay_memory_ceiling: wal.replayMemoryCeiling,
      disk_full_threshold: wal.fullThreshold,
    },
  };
}

function limits({ retention, limits: bounds }: LokiModel): LokiConfiguration["limits_config"] {
  return {
    allow_structured_metadata: true,
    volume_enabled: true,
    retention_period: retention,
    reject_old_samples: true,
    reject_old_samples_max_age: bounds.oldestAccepted,
    max_global_streams_per_user: bounds.maxStreams,
    max_line_size: bounds.maxLineSize,
    // The default drops a long line whole.
    max_line_size_truncate: true,
    query_timeout: QUERY_TIMEOUT,
    // Without authentication everybody who reaches the port could delete logs.
    deletion_mode: "disabled",
  };
}

function compactor({ compactionInterval, directories }: LokiModel): LokiConfiguration["compactor"] {
  return {
    working_directory: directories.compactor,
    compaction_interval: compactionInterval,
    retention_enabled: true,
    delete_request_store: "filesystem",
  };
}

function ruler({ rules, directories }: LokiModel, alertmanager: AlertmanagerModel | null): LokiConfiguration["ruler"] {
  return {
    enable_api: true,
    storage: { type: "local", local: { directory: rules.directory } },
    rule_path: directories.ruleScratch,
    ring: { kvstore: { store: "inmemory" } },
    wal: { dir: directories.rulerWal },
    ...(alertmanager && { alertmanager_url: alertmanager.url }),
  };
}

/**
 * By default Loki waits 15 s in each of two rings for members that don't exist, and its frontend looks every 10 s for the
 * scheduler that runs within it. Until then it isn't ready, and a rollout takes half a minute longer.
 */
const ALONE = { min_ready_duration: Duration.seconds(0) };
const LOOKS_FOR_ITSELF = Duration.seconds(1);

const QUERY_TIMEOUT = Duration.minutes(5);

/** The plan's schema. Entries are only ever added: an edited one makes what is stored unreadable. */
const SCHEMA: LokiConfiguration["schema_config"] = {
  configs: [
    {
      from: "2025-04-01",
      store: "tsdb",
      object_store: "filesystem",
      schema: "v13",
      index: { prefix: "loki_index_", period: Duration.hours(24) },
    },
  ],
};
