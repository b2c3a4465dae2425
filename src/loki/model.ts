import { GO_MEMORY_SHARE } from "../capacity/constants";
import { residentStreams, streamsThatFit } from "../capacity/demand";
import { flushTime, STOP } from "../capacity/volume";
import { fullThreshold, leastTmpfs } from "../capacity/write-ahead-log";
import type { ClusterModel, LoadModel } from "../cluster/model";
import { type ResourcesModel, resolveResources } from "../cluster/resources";
import { SettingsError } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
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
  /** Whether Loki finds patterns in lines, for Grafana to show. */
  readonly patterns: boolean;
  readonly directories: DirectoriesModel;
  readonly rules: RulesMountModel;
  readonly volume: VolumeModel;
  readonly resources: ResourcesModel;
  /** Above this the Go runtime collects garbage as hard as it can: the container's limit without the tmpfs, less a margin. */
  readonly goMemoryLimit: ByteSize;
  /** How long the pod may take to flush every chunk when it is stopped: the tmpfs WAL goes with the pod. */
  readonly gracePeriod: Duration;
  /** How long Helm waits for a rollout: the old pod's flush, then the new pod's start. */
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

export interface LimitsModel {
  readonly maxStreams: number;
  /** Longer lines are cut, by Alloy and again by Loki. */
  readonly maxLineSize: ByteSize;
  /** Older lines are refused: retention would delete them at once. */
  readonly oldestAccepted: Duration;
}

/** What Loki's part of the plan depends on outside itself. */
export interface LokiSurroundings {
  readonly namespace: string;
  readonly cluster: ClusterModel;
  readonly load: LoadModel;
  readonly chart: ChartModel;
  readonly image: ImageModel;
  readonly volume: VolumeModel;
}

const HTTP_PORT = 3100;
const GRPC_PORT = 9095;

/** A stopping Loki may have so many times the streams of the declared load, which is an estimate. */
const HEADROOM = 2;

/** Pulling the image, mounting, replaying what is left, and the chart's readiness delay. */
const START = Duration.minutes(5);

/**
 * Ten times what Loki advises for a tenant: above it a setting is a slip of the pen.
 * @see https://grafana.com/docs/loki/latest/get-started/labels/bp-labels/
 */
const MOST_STREAMS = 1_000_000;

/** Below this Loki can't start, and Go could only collect garbage. */
const LEAST_HEAP = ByteSize.mebibytes(256);

/** @see https://grafana.com/docs/loki/latest/operations/storage/retention/ */
const LEAST_RETENTION: Minimum<Duration> = {
  amount: Duration.days(1),
  why: "Loki keeps its index in tables of a day, and retention deletes by them",
};

const RESOURCES: ResourcesModel = {
  cpuRequest: Cpu.millicores(250),
  cpuLimit: Cpu.cores(1),
  memoryRequest: ByteSize.gibibytes(4),
  memoryLimit: ByteSize.gibibytes(6),
};

export function resolveLoki(reader: SettingsReader<LokiSettings>, around: LokiSurroundings): LokiModel {
  const ingester = reader.object("ingester", resolveIngester);
  const walSize = reader.object("wal", (wal) => wal.byteSize("size", ByteSize.gibibytes(2), LEAST_WAL));
  const resources = reader.object("resources", (part) => resolveResources(part, RESOURCES));
  const heap = heapBeside(walSize, resources, reader);
  const retention = reader.duration("retention", Duration.days(7), LEAST_RETENTION);
  const maxStreams = reader.count("maxStreams", Math.min(streamsThatFit(heap), MOST_STREAMS), 1, MOST_STREAMS);
  const expected = residentStreams(around.load, around.cluster.nodes, ingester.chunkIdlePeriod);
  const gracePeriod = STOP.plus(flushTime(Math.min(maxStreams, HEADROOM * expected)));
  return {
    release: LOKI,
    chart: around.chart,
    image: around.image,
    service: resolveService(around),
    ingester,
    wal: resolveWal(walSize, heap),
    retention,
    compactionInterval: reader.duration("compactionInterval", Duration.hours(1)),
    limits: { maxStreams, maxLineSize: ByteSize.kibibytes(256), oldestAccepted: retention },
    patterns: reader.flag("patterns", true),
    directories: DIRECTORIES,
    rules: RULES,
    volume: around.volume,
    resources,
    goMemoryLimit: heap.times(GO_MEMORY_SHARE),
    gracePeriod,
    rolloutTimeout: gracePeriod.plus(START),
  };
}

function resolveIngester(reader: SettingsReader<IngesterSettings>): IngesterModel {
  return {
    maxChunkAge: reader.duration("maxChunkAge", Duration.hours(24)),
    chunkIdlePeriod: reader.duration("chunkIdlePeriod", Duration.hours(12)),
    chunkRetainPeriod: reader.duration("chunkRetainPeriod", Duration.minutes(1)),
    chunkTargetSize: reader.byteSize("chunkTargetSize", ByteSize.bytes(1_572_864)),
  };
}

function resolveService({ namespace, cluster }: LokiSurroundings): ServiceModel {
  const url = `http://${LOKI}.${namespace}.svc.${cluster.domain}:${HTTP_PORT}`;
  return { httpPort: HTTP_PORT, grpcPort: GRPC_PORT, url };
}

function heapBeside(wal: ByteSize, { memoryLimit }: ResourcesModel, reader: SettingsReader<LokiSettings>): ByteSize {
  const heap = memoryLimit.minus(wal);
  if (!LEAST_HEAP.isLargerThan(heap)) return heap;
  throw new SettingsError({
    setting: reader.named("wal.size"),
    got: `${wal}`,
    expected: `at least ${LEAST_HEAP} less than ${reader.named("resources.memoryLimit")}, which is ${memoryLimit}`,
    why: "the write-ahead log lies in memory and counts against the container's limit: nothing would be left for Loki",
    remedy: `lower ${reader.named("wal.size")} or raise ${reader.named("resources.memoryLimit")}`,
  });
}

export interface WalModel {
  readonly directory: string;
  readonly size: ByteSize;
  /** Replay flushes to the volume above this much memory. */
  readonly replayMemoryCeiling: ByteSize;
  /** The share of the tmpfs above which Loki refuses lines. */
  readonly fullThreshold: number;
}

/**
 * The share of the heap that replay may fill before it flushes. Loki's own default of 4 GB is above what a smaller
 * container has; past the limit, every restart dies in the replay of the same log.
 */
const REPLAY_SHARE = 0.5;

/** A log of which less may be used would be one that refuses lines. */
const LEAST_SHARE = 0.1;

export const LEAST_WAL: Minimum<ByteSize> = {
  amount: leastTmpfs(LEAST_SHARE),
  why: "Loki has to refuse lines while there is room for another checkpoint, or its log stays full: a smaller one has no room for lines",
};

/** @param heap what the tmpfs leaves of the container's memory */
export function resolveWal(size: ByteSize, heap: ByteSize): WalModel {
  return {
    directory: "/loki-wal",
    size,
    replayMemoryCeiling: heap.times(REPLAY_SHARE),
    fullThreshold: fullThreshold(size),
  };
}
