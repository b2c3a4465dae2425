import { type Admission, admissionFor, fullThreshold, MINIMUM_TMPFS } from "../capacity/admission";
import { CHECKPOINT_PERIOD, GO_MEMORY_SHARE } from "../capacity/constants";
import { type Demand, reservedStreams, residentStreams, streamsThatFit } from "../capacity/demand";
import { flushTime, indexCacheOf, SHUTDOWN_TIME, textThatFits } from "../capacity/volume";
import { longestReplay } from "../capacity/write-ahead-log";
import type { ClusterModel, LoadModel } from "../cluster/model";
import { type ResourcesModel, resolveResources, type StorageModel } from "../cluster/resources";
import type { SettingsReader } from "../settings/settings-reader";
import { snippet } from "../settings/snippet";
import type { Minimum } from "../settings/validators";
import type { VolumeModel } from "../storage/nfs";
import type { ChartModel, ImageModel } from "../terraform/artefacts";
import { ByteSize, Cpu, Duration } from "../units";
import { DIRECTORIES, type DirectoriesModel, LOKI, RULES, type RulesMountModel } from "./layout";
import type { IngesterSettings, LokiSettings } from "./settings";

export interface LokiModel {
  readonly release: string;
  readonly chart: ChartModel;
  readonly image: ImageModel;
  readonly service: ServiceModel;
  readonly ingester: IngesterModel;
  readonly wal: WalModel;
  readonly retention: Duration;
  readonly compactionInterval: Duration;
  readonly limits: LimitsModel;
  /** Whether the pattern ingester is enabled. */
  readonly patterns: boolean;
  readonly directories: DirectoriesModel;
  readonly rules: RulesMountModel;
  readonly volume: VolumeModel;
  readonly resources: ResourcesModel;
  /** GOMEMLIMIT: the container's memory limit minus the tmpfs and a margin. */
  readonly goMemoryLimit: ByteSize;
  /** The time for a stopping pod to flush every chunk. Its WAL is in a tmpfs that disappears with the pod. */
  readonly gracePeriod: Duration;
  /** The time after which a start that isn't ready has failed. A replay of a full WAL takes less. */
  readonly startTimeout: Duration;
  /** Helm's timeout for a rollout: the old pod's flush and the new pod's start. */
  readonly rolloutTimeout: Duration;
}

export interface ServiceModel {
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly url: string;
}

export interface IngesterModel {
  readonly maxChunkAge: Duration;
  readonly chunkIdlePeriod: Duration;
  readonly chunkRetainPeriod: Duration;
  readonly chunkTargetSize: ByteSize;
}

/** What Loki admits. All limits follow from what its memory, its write-ahead log and its volume carry. */
export interface LimitsModel {
  readonly maxStreams: number;
  /** The streams of pods. The rest is reserved for the nodes' journals and for events. */
  readonly maxTenantStreams: number;
  /** Text per second, of all agents together. */
  readonly ingestionRate: ByteSize;
  /** Text that Loki accepts at once, after a quiet time. */
  readonly ingestionBurst: ByteSize;
  /** Text per day that the volume holds for the retention period. Loki doesn't enforce it. */
  readonly bytesPerDay: ByteSize;
  /** Alloy and Loki truncate longer lines. */
  readonly maxLineSize: ByteSize;
  /** Loki rejects older lines, because retention would delete them immediately. */
  readonly oldestAccepted: Duration;
}

/** The parts of the model that Loki depends on. */
export interface LokiContext {
  readonly namespace: string;
  readonly cluster: ClusterModel;
  readonly load: LoadModel;
  readonly chart: ChartModel;
  readonly image: ImageModel;
  readonly volume: VolumeModel;
}

const HTTP_PORT = 3100;
const GRPC_PORT = 9095;

/** The grace period allows for this multiple of the declared load's streams, because the load is an estimate. */
const HEADROOM = 2;

/** Image pull, mounts, replay of a remaining WAL, and the chart's readiness delay. */
const START = Duration.minutes(5);

/**
 * Ten times Loki's recommendation for a tenant. A higher limit is probably a typo.
 * @see https://grafana.com/docs/loki/latest/get-started/labels/bp-labels/
 */
const MAX_STREAMS = 1_000_000;

/** With less, Loki can't start, because Go would spend all its time on garbage collection. */
const MIN_HEAP = ByteSize.mebibytes(256);

/** @see https://grafana.com/docs/loki/latest/operations/storage/retention/ */
const MIN_RETENTION: Minimum<Duration> = {
  amount: Duration.days(1),
  why: "Loki's index consists of daily tables, and retention deletes whole tables",
};

const RESOURCES: Omit<ResourcesModel, "storage"> = {
  cpuRequest: Cpu.millicores(250),
  cpuLimit: Cpu.cores(1),
  memoryRequest: ByteSize.gibibytes(4),
  memoryLimit: ByteSize.gibibytes(6),
};

/**
 * An eviction costs Loki its write-ahead log in memory, so the limit is far above the index cache, which is all that Loki
 * keeps in /tmp. It never applies to a Loki that works; it protects the node from one that doesn't.
 */
const STORAGE_FACTOR = 4;
const MIN_STORAGE = ByteSize.gibibytes(1);

/** The kubelet's five log files, and the index cache of a usual load. */
const STORAGE_REQUEST = ByteSize.mebibytes(256);

function storageOf({ size }: VolumeModel): StorageModel {
  return {
    request: STORAGE_REQUEST,
    limit: indexCacheOf(size).times(STORAGE_FACTOR).orMore(MIN_STORAGE).inMebibytes(),
  };
}

export function resolveLoki(reader: SettingsReader<LokiSettings>, context: LokiContext): LokiModel {
  const ingester = reader.object("ingester", resolveIngester);
  const walSize = reader.object("wal", (wal) => wal.byteSize("size", ByteSize.gibibytes(2), MIN_WAL));
  const resources = reader.object("resources", (part) =>
    resolveResources(part, { ...RESOURCES, storage: storageOf(context.volume) }),
  );
  const heap = availableHeap(walSize, resources, reader);
  const retention = reader.duration("retention", Duration.days(7), MIN_RETENTION);
  const maxStreams = reader.count("maxStreams", Math.min(streamsThatFit(heap), MAX_STREAMS), 1, MAX_STREAMS);
  const { nodes } = context.cluster;
  const expected = residentStreams(context.load, nodes, ingester.chunkIdlePeriod);
  const patterns = reader.flag("patterns", true);
  const goMemoryLimit = heap.times(GO_MEMORY_SHARE);
  const demand = { nodes, load: context.load, ...ingester, retention, patterns, goMemoryLimit };
  const admission = admissionFor(walSize, demand);
  const gracePeriod = SHUTDOWN_TIME.plus(flushTime(Math.min(maxStreams, HEADROOM * expected)));
  return {
    release: LOKI,
    chart: context.chart,
    image: context.image,
    service: resolveService(context),
    ingester,
    wal: {
      directory: "/loki-wal",
      size: walSize,
      checkpointPeriod: CHECKPOINT_PERIOD,
      replayMemoryCeiling: heap.times(REPLAY_SHARE),
      fullThreshold: fullThreshold(walSize, admission),
    },
    retention,
    compactionInterval: reader.duration("compactionInterval", Duration.hours(1)),
    limits: limitsFor(demand, admission, maxStreams, context.volume),
    patterns,
    directories: DIRECTORIES,
    rules: RULES,
    volume: context.volume,
    resources,
    goMemoryLimit,
    gracePeriod,
    startTimeout: longestReplay(walSize, maxStreams),
    rolloutTimeout: gracePeriod.plus(START),
  };
}

function limitsFor(demand: Demand, { rate, burst }: Admission, maxStreams: number, volume: VolumeModel): LimitsModel {
  return {
    maxStreams,
    maxTenantStreams: maxStreams - reservedStreams(demand.nodes, maxStreams),
    ingestionRate: rate,
    ingestionBurst: burst,
    bytesPerDay: textThatFits(demand, volume.size),
    maxLineSize: MAX_LINE_SIZE,
    oldestAccepted: demand.retention,
  };
}

const MAX_LINE_SIZE = ByteSize.kibibytes(256);

function resolveIngester(reader: SettingsReader<IngesterSettings>): IngesterModel {
  return {
    maxChunkAge: reader.duration("maxChunkAge", Duration.hours(24)),
    chunkIdlePeriod: reader.duration("chunkIdlePeriod", Duration.hours(12)),
    chunkRetainPeriod: reader.duration("chunkRetainPeriod", Duration.minutes(1)),
    chunkTargetSize: reader.byteSize("chunkTargetSize", ByteSize.bytes(1_572_864)),
  };
}

function resolveService({ namespace, cluster }: LokiContext): ServiceModel {
  const url = `http://${LOKI}.${namespace}.svc.${cluster.domain}:${HTTP_PORT}`;
  return { httpPort: HTTP_PORT, grpcPort: GRPC_PORT, url };
}

function availableHeap(wal: ByteSize, { memoryLimit }: ResourcesModel, reader: SettingsReader<LokiSettings>): ByteSize {
  const heap = memoryLimit.minus(wal);
  if (!MIN_HEAP.isLargerThan(heap)) return heap;
  if (reader.areValid("wal.size", "resources.memoryLimit"))
    reader.refuse({
      setting: reader.fullName("wal.size"),
      got: `${wal}`,
      expected: `at least ${MIN_HEAP} less than ${reader.fullName("resources.memoryLimit")}, which is ${memoryLimit}`,
      why: "the write-ahead log is in memory and counts towards the container's limit, so Loki would have no memory left",
      remedy: `${smallerWal(memoryLimit, reader.fullName("wal.size"))}raise ${reader.fullName("resources.memoryLimit")}`,
    });
  return MIN_HEAP;
}

/** Suggests the share of the memory that the defaults give to the log, if a log of that size is possible. */
function smallerWal(memoryLimit: ByteSize, setting: string): string {
  const size = memoryLimit.times(WAL_SHARE);
  return size.isLessThan(MIN_WAL.amount) ? "" : `write ${snippet({ [setting]: size.snippet() })}, or `;
}

const WAL_SHARE = 1 / 3;

export interface WalModel {
  readonly directory: string;
  readonly size: ByteSize;
  readonly checkpointPeriod: Duration;
  /** The memory usage above which replay flushes chunks to the volume. */
  readonly replayMemoryCeiling: ByteSize;
  /** The fraction of the tmpfs above which Loki rejects lines. */
  readonly fullThreshold: number;
}

/**
 * The fraction of the heap that replay may fill before it flushes: Go holds about as much garbage at the same time. With
 * Loki's default of 4 GB, replay in a smaller container would exceed the memory limit after every restart.
 */
export const REPLAY_SHARE = 0.5;

const MIN_WAL: Minimum<ByteSize> = {
  amount: MINIMUM_TMPFS,
  why: "Loki must accept an agent's largest request at once, and the burst that it accepts is a fraction of its log",
};
