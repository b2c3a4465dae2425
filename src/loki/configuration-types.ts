import type { ByteSize, Duration } from "../units";

/**
 * The part of Loki's configuration that this plan writes, key by key in Loki's own words. A key that isn't here, or a
 * number where a duration belongs, doesn't compile.
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
  readonly http_server_read_timeout: Duration;
  readonly http_server_write_timeout: Duration;
  /** Bytes; a plain integer in Loki. */
  readonly grpc_server_max_recv_msg_size: number;
  /** Bytes; a plain integer in Loki. */
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
  /** The first day, as YYYY-MM-DD. */
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
  /** -1 asks the ingester for every query, whatever its range. */
  readonly query_store_max_look_back_period: -1;
  readonly lifecycler: LifecyclerConfiguration;
  readonly wal: WalConfiguration;
}

export interface WalConfiguration {
  readonly enabled: boolean;
  readonly dir: string;
  readonly flush_on_shutdown: boolean;
  readonly replay_memory_ceiling: ByteSize;
  /** A share between 0 and 1. */
  readonly disk_full_threshold: number;
}

export interface LimitsConfiguration {
  readonly allow_structured_metadata: boolean;
  readonly volume_enabled: boolean;
  readonly retention_period: Duration;
  readonly reject_old_samples: boolean;
  readonly reject_old_samples_max_age: Duration;
  readonly max_global_streams_per_user: number;
  readonly max_line_size: ByteSize;
  readonly max_line_size_truncate: boolean;
  readonly query_timeout: Duration;
  readonly deletion_mode: "disabled" | "filter-only" | "filter-and-delete";
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
