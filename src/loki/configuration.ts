import type { AlertmanagerModel } from "../alerting/model";
import { ByteSize, Duration } from "../units";
import type { LokiModel } from "./model";

/**
 * The keys of Loki's configuration that the stack sets, under Loki's names. The types reject unknown keys, and numbers
 * in place of durations.
 * @see https://grafana.com/docs/loki/latest/configure/
 */
export interface LokiConfiguration {
  readonly auth_enabled: boolean;
  readonly analytics: { readonly reporting_enabled: boolean };
  readonly server: ServerConfiguration;
  readonly common: CommonConfiguration;
  readonly schema_config: { readonly configs: readonly PeriodConfiguration[] };
  readonly storage_config: StorageConfiguration;
  readonly ingester: IngesterConfiguration;
  readonly querier: { readonly query_ingesters_within: Duration };
  readonly frontend: { readonly scheduler_dns_lookup_period: Duration };
  readonly frontend_worker: { readonly dns_lookup_duration: Duration };
  readonly pattern_ingester: { readonly enabled: boolean; readonly lifecycler: LifecyclerConfiguration };
  readonly limits_config: LimitsConfiguration;
  readonly compactor: CompactorConfiguration;
  readonly ruler: RulerConfiguration;
}

export interface ServerConfiguration {
  readonly http_listen_port: number;
  readonly grpc_listen_port: number;
  readonly grpc_listen_address: string;
  readonly http_server_read_timeout: Duration;
  readonly http_server_write_timeout: Duration;
  /** In bytes; Loki accepts only an integer. */
  readonly grpc_server_max_recv_msg_size: number;
  /** In bytes; Loki accepts only an integer. */
  readonly grpc_server_max_send_msg_size: number;
}

export interface RingConfiguration {
  readonly kvstore: { readonly store: "inmemory" };
}

export interface LifecyclerConfiguration {
  readonly min_ready_duration: Duration;
}

export interface CommonConfiguration {
  readonly path_prefix: string;
  readonly replication_factor: number;
  readonly instance_addr: string;
  readonly ring: RingConfiguration;
  readonly storage: { readonly filesystem: { readonly chunks_directory: string } };
}

export interface PeriodConfiguration {
  /** The first day of the period, as YYYY-MM-DD. */
  readonly from: string;
  readonly store: "tsdb";
  readonly object_store: "filesystem";
  readonly schema: "v13";
  readonly index: { readonly prefix: string; readonly period: Duration };
}

export interface StorageConfiguration {
  readonly tsdb_shipper: { readonly active_index_directory: string; readonly cache_location: string };
}

export interface IngesterConfiguration {
  readonly max_chunk_age: Duration;
  readonly chunk_idle_period: Duration;
  readonly chunk_retain_period: Duration;
  readonly chunk_target_size: ByteSize;
  readonly sync_period: Duration;
  /** With -1, every query includes the ingester, whatever its range. */
  readonly query_store_max_look_back_period: -1;
  readonly lifecycler: LifecyclerConfiguration;
  readonly wal: WalConfiguration;
}

export interface WalConfiguration {
  readonly enabled: boolean;
  readonly dir: string;
  readonly flush_on_shutdown: boolean;
  readonly checkpoint_duration: Duration;
  readonly replay_memory_ceiling: ByteSize;
  /** A fraction from 0 to 1. */
  readonly disk_full_threshold: number;
}

export interface LimitsConfiguration {
  readonly allow_structured_metadata: boolean;
  readonly volume_enabled: boolean;
  readonly retention_period: Duration;
  readonly reject_old_samples: boolean;
  readonly reject_old_samples_max_age: Duration;
  /** In MiB per second. */
  readonly ingestion_rate_mb: number;
  /** In MiB. */
  readonly ingestion_burst_size_mb: number;
  readonly per_stream_rate_limit: ByteSize;
  readonly per_stream_rate_limit_burst: ByteSize;
  readonly shard_streams: { readonly enabled: boolean };
  readonly max_global_streams_per_user: number;
  readonly policy_stream_mapping: Readonly<Record<string, readonly PolicySelector[]>>;
  readonly policy_override_limits: Readonly<Record<string, { readonly max_global_streams_per_user: number }>>;
  readonly max_label_names_per_series: number;
  readonly max_label_value_length: number;
  readonly max_line_size: ByteSize;
  readonly max_line_size_truncate: boolean;
  readonly query_timeout: Duration;
  readonly deletion_mode: "disabled" | "filter-only" | "filter-and-delete";
}

/** Streams of a policy, which has limits of its own. */
export interface PolicySelector {
  readonly selector: string;
  readonly priority: number;
}

export interface CompactorConfiguration {
  readonly working_directory: string;
  readonly compaction_interval: Duration;
  readonly retention_enabled: boolean;
  readonly delete_request_store: "filesystem";
}

export interface RulerConfiguration {
  readonly enable_api: boolean;
  readonly storage: { readonly type: "local"; readonly local: { readonly directory: string } };
  readonly rule_path: string;
  readonly ring: RingConfiguration;
  readonly wal: { readonly dir: string };
  readonly alertmanager_url?: string;
}

/** Returns Loki's complete configuration. The chart passes it on unchanged, so the tests check what runs. */
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
    frontend: { scheduler_dns_lookup_period: SELF_LOOKUP_PERIOD },
    frontend_worker: { dns_lookup_duration: SELF_LOOKUP_PERIOD },
    pattern_ingester: { enabled: loki.patterns, lifecycler: NO_RING_DELAY },
    limits_config: limits(loki),
    compactor: compactor(loki),
    ruler: ruler(loki, alertmanager),
  };
}

function server({ service }: LokiModel): LokiConfiguration["server"] {
  return {
    http_listen_port: service.httpPort,
    grpc_listen_port: service.grpcPort,
    // The modules of the only process use it, and it asks nobody for a password.
    grpc_listen_address: "127.0.0.1",
    // A query over a day of lines in memory exceeds Loki's default of 30 s, and its response gRPC's default of 4 MiB.
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
    // A single process needs no memberlist, which would only be another cause of startup failures.
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
    // With the default of 1 h, Loki cuts every chunk that is a tenth full. No chunk would reach the age of a day.
    sync_period: Duration.seconds(0),
    // By default, queries for lines older than the chunk age skip the ingester. That hides a late line until its flush.
    query_store_max_look_back_period: -1,
    lifecycler: NO_RING_DELAY,
    wal: {
      enabled: true,
      dir: wal.directory,
      // The WAL is in memory and disappears with the pod. Without the flush, every rollout would lose a day of lines.
      flush_on_shutdown: true,
      checkpoint_duration: wal.checkpointPeriod,
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
    ingestion_rate_mb: mebibytes(bounds.ingestionRate),
    ingestion_burst_size_mb: mebibytes(bounds.ingestionBurst),
    // Never reached: the limit of all streams decides. Loki would keep a part of the stream, and the agent would resend
    // the batch, with every other stream in it.
    per_stream_rate_limit: bounds.ingestionRate.scaled(2),
    per_stream_rate_limit_burst: bounds.ingestionBurst.scaled(2),
    // Splitting a busy stream spreads it over several ingesters. On one, it would only open more streams.
    shard_streams: { enabled: false },
    max_global_streams_per_user: bounds.maxStreams,
    policy_stream_mapping: { [TENANTS]: [{ selector: TENANT_STREAMS, priority: 1 }] },
    policy_override_limits: { [TENANTS]: { max_global_streams_per_user: bounds.maxTenantStreams } },
    // The labels of a stream fit into the memory that the stream limit reserves for it (16 KiB).
    max_label_names_per_series: 12,
    max_label_value_length: 1_024,
    max_line_size: bounds.maxLineSize,
    // By default, Loki drops the whole line.
    max_line_size_truncate: true,
    query_timeout: QUERY_TIMEOUT,
    // Without authentication, anyone who can reach the port could delete logs.
    deletion_mode: "disabled",
  };
}

/**
 * The streams of pods. They get 429 at their own limit, so they can't take the streams of the nodes' journals and of events.
 * Loki compares a policy's limit with the number of all streams.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ingester/limiter.go (AssertNewStreamAllowed)
 */
const TENANTS = "tenants";
const TENANT_STREAMS = '{pod=~".+"}';

function mebibytes(size: ByteSize): number {
  return size.dividedBy(ByteSize.mebibytes(1));
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
 * By default, Loki waits 15 s for other members in each of two rings, and its frontend resolves its own scheduler only
 * every 10 s. A rollout would take half a minute longer.
 */
const NO_RING_DELAY = { min_ready_duration: Duration.seconds(0) };
const SELF_LOOKUP_PERIOD = Duration.seconds(1);

const QUERY_TIMEOUT = Duration.minutes(5);

/** Only append periods: editing one makes the stored data unreadable. */
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
