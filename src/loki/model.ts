import { residentStreams } from "../capacity/streams";
import type { ClusterModel, LoadModel } from "../cluster/model";
import { type ResourcesModel, resolveResources } from "../cluster/resources";
import { absolutePath, hostName, mountOption } from "../forms";
import { Refusal } from "../refusal";
import type { Section } from "../section";
import type { ChartModel, ImageModel } from "../terraform/artefacts";
import { ByteSize, Cpu, Duration } from "../units";
import type { IngesterSettings, LokiSettings, NfsSettings } from "./settings";

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
  readonly host: string;
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

export interface WalModel {
  readonly directory: string;
  readonly size: ByteSize;
  /** Replay flushes to the volume above this much memory. */
  readonly replayMemoryCeiling: ByteSize;
}

export interface LimitsModel {
  readonly maxStreams: number;
  /** Longer lines are cut, by Alloy and again by Loki. */
  readonly maxLineSize: ByteSize;
  /** Older lines are refused: retention would delete them at once. */
  readonly oldestAccepted: Duration;
}

export interface DirectoriesModel {
  /** Where the volume is mounted. */
  readonly data: string;
  readonly chunks: string;
  readonly compactor: string;
  readonly activeIndex: string;
  readonly indexCache: string;
  readonly ruleScratch: string;
  readonly rulerWal: string;
}

export interface RulesMountModel {
  /** What the ruler is told. */
  readonly directory: string;
  /** Where the ConfigMap is mounted: the ruler reads one folder a tenant. */
  readonly mountPath: string;
  readonly configMap: string;
}

export interface VolumeModel {
  readonly name: string;
  /**
   * A storage class that no cluster has, so that no provisioner answers for it. An empty one doesn't arrive: the
   * Kubernetes provider leaves it out of the claim, and the cluster's default class takes its place.
   */
  readonly storageClass: string;
  readonly claim: string;
  readonly size: ByteSize;
  readonly server: string;
  readonly path: string;
  readonly mountOptions: readonly string[];
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

const RELEASE = "loki";
const HTTP_PORT = 3100;
const GRPC_PORT = 9095;

/** The tenant of everything while auth_enabled is off. @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/ */
const SINGLE_TENANT = "fake";

/** The chart's container may write under /var/loki (the claim), /tmp (an emptyDir) and its extra mounts, nowhere else. */
const DATA = "/var/loki";
const SCRATCH = "/tmp/loki";

/**
 * The share of the heap that replay may fill before it flushes. Loki's own default of 4 GB is above what a smaller
 * container has; past the limit, every restart dies in the replay of the same log.
 */
const REPLAY_SHARE = 0.5;

/** The share of a limit that the chart gives the Go runtime; ours is a share of the heap, without the tmpfs. */
const GO_MEMORY_SHARE = 0.85;

/**
 * The time that one stream's flush may take. On a local disk 20,000 took 15 s (0.75 ms each, Loki 3.7.8); each is a
 * file with its own fsync, and NFS is assumed to answer a fsync twenty times slower.
 */
const FLUSH_PER_STREAM = Duration.milliseconds(15);

/** Pulling the image, mounting, replaying what is left, and the chart's readiness delay. */
const START = Duration.minutes(5);

/** The share of the heap that nearly idle streams may fill. */
const STREAMS_SHARE = 0.25;

/** Resident memory of a nearly idle stream: 169 MiB with none, 497 MiB with 20,000 (Loki 3.7.8). */
const STREAM_SIZE = ByteSize.kibibytes(16);

/** Loki's own advice for a tenant is less than 100,000. @see https://grafana.com/docs/loki/latest/get-started/labels/bp-labels/ */
const MOST_STREAMS = 1_000_000;

/** Below this Loki can't start, and Go could only collect garbage. */
const LEAST_HEAP = ByteSize.mebibytes(256);

/** Retention works on whole index tables of a day. @see https://grafana.com/docs/loki/latest/operations/storage/retention/ */
const LEAST_RETENTION = Duration.hours(24);

const RESOURCES: ResourcesModel = {
  cpuRequest: Cpu.millicores(250),
  cpuLimit: Cpu.cores(1),
  memoryRequest: ByteSize.gibibytes(4),
  memoryLimit: ByteSize.gibibytes(6),
};

export function resolveVolume(section: Section<NfsSettings>, namespace: string): VolumeModel {
  // Volumes belong to no namespace: their names have to.
  const name = `${namespace}-${RELEASE}`;
  return {
    name,
    storageClass: name,
    // The name that the StatefulSet gives the claim of its first pod, and by which it adopts an existing one.
    claim: `storage-${RELEASE}-0`,
    size: section.byteSize("size", ByteSize.gibibytes(15)),
    server: section.text("server", hostName),
    path: section.text("path", absolutePath),
    mountOptions: section.texts("mountOptions", mountOption, ["nfsvers=4.1", "hard", "noatime"]),
  };
}

export function resolveLoki(section: Section<LokiSettings>, around: LokiSurroundings): LokiModel {
  const ingester = section.section("ingester", resolveIngester);
  const walSize = section.section("wal", (wal) => wal.byteSize("size", ByteSize.gibibytes(2), ByteSize.mebibytes(64)));
  const resources = section.section("resources", (part) => resolveResources(part, RESOURCES));
  const heap = heapBeside(walSize, resources, section);
  const retention = section.duration("retention", Duration.hours(168), LEAST_RETENTION);
  const maxStreams = section.count("maxStreams", streamsThatFit(heap), 1, MOST_STREAMS);
  const toFlush = Math.min(
    maxStreams,
    2 * residentStreams(around.load, around.cluster.nodes, ingester.chunkIdlePeriod),
  );
  const gracePeriod = Duration.seconds(30).plus(FLUSH_PER_STREAM.times(toFlush));
  return {
    release: RELEASE,
    chart: around.chart,
    image: around.image,
    service: resolveService(around),
    ingester,
    wal: { directory: "/loki-wal", size: walSize, replayMemoryCeiling: heap.times(REPLAY_SHARE) },
    retention,
    compactionInterval: section.duration("compactionInterval", Duration.hours(1)),
    limits: { maxStreams, maxLineSize: ByteSize.kibibytes(256), oldestAccepted: retention },
    directories: DIRECTORIES,
    rules: RULES,
    volume: around.volume,
    resources,
    goMemoryLimit: heap.times(GO_MEMORY_SHARE),
    gracePeriod,
    rolloutTimeout: gracePeriod.plus(START),
  };
}

const DIRECTORIES: DirectoriesModel = {
  data: DATA,
  chunks: `${DATA}/chunks`,
  compactor: `${DATA}/compactor`,
  activeIndex: `${DATA}/tsdb-shipper-active`,
  indexCache: `${SCRATCH}/tsdb-shipper-cache`,
  ruleScratch: `${SCRATCH}/rules`,
  rulerWal: `${SCRATCH}/ruler-wal`,
};

const RULES: RulesMountModel = {
  directory: "/loki/rules",
  mountPath: `/loki/rules/${SINGLE_TENANT}`,
  configMap: "loki-alert-rules",
};

function resolveIngester(section: Section<IngesterSettings>): IngesterModel {
  return {
    maxChunkAge: section.duration("maxChunkAge", Duration.hours(24)),
    chunkIdlePeriod: section.duration("chunkIdlePeriod", Duration.hours(12)),
    chunkRetainPeriod: section.duration("chunkRetainPeriod", Duration.minutes(1)),
    chunkTargetSize: section.byteSize("chunkTargetSize", ByteSize.bytes(1_572_864)),
  };
}

function resolveService({ namespace, cluster }: LokiSurroundings): ServiceModel {
  const host = `${RELEASE}.${namespace}.svc.${cluster.domain}`;
  return { host, httpPort: HTTP_PORT, grpcPort: GRPC_PORT, url: `http://${host}:${HTTP_PORT}` };
}

/**
 * The limit guards memory, not the declared load: at the limit Loki refuses a batch with the same answer as for too
 * many bytes, so an agent can't tell, and waits with all of its node's pods.
 */
function streamsThatFit(heap: ByteSize): number {
  return Math.floor((heap.toBytes() * STREAMS_SHARE) / STREAM_SIZE.toBytes());
}

function heapBeside(wal: ByteSize, { memoryLimit }: ResourcesModel, section: Section<LokiSettings>): ByteSize {
  const heap = memoryLimit.minus(wal);
  if (!LEAST_HEAP.isLargerThan(heap)) return heap;
  throw new Refusal({
    setting: section.named("wal.size"),
    got: `${wal}`,
    wanted: `at least ${LEAST_HEAP} less than ${section.named("resources.memoryLimit")}, which is ${memoryLimit}`,
    because:
      "the write-ahead log lies in memory and counts against the container's limit: nothing would be left for Loki",
    remedy: `lower ${section.named("wal.size")} or raise ${section.named("resources.memoryLimit")}`,
  });
}
